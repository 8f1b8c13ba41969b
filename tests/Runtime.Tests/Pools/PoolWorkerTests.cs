using ProcGen.Calls;
using ProcGen.Pools;

namespace ProcGen.Tests.Pools;

/// <summary>The workers of a pool, from their start to the end of the pool.</summary>
public sealed class PoolWorkerTests : FakePoolTests
{
    [Fact]
    public async Task A_start_that_fails_again_and_again_is_told_to_the_callers_with_its_cause()
    {
        Factory.StartError = static _ => new InvalidOperationException("no disk");
        await using var pool = NewPool(new() { Workers = 2 });
        var error = await Assert.ThrowsAsync<WorkerStartException>(() => pool.RunAsync(new FakeCall(1), Token));
        Assert.Contains("no disk", error.Message, StringComparison.Ordinal);
        Assert.InRange(Factory.Workers.Count, 3, 4);

        // At once, and without another try.
        int tries = Factory.Workers.Count;
        await Assert.ThrowsAsync<WorkerStartException>(() => pool.RunAsync(new FakeCall(1), Token));
        Assert.Equal(tries, Factory.Workers.Count);

        // It recovers by itself.
        Factory.StartError = static _ => null;
        await Eventually.HoldsAsync(() => RunsAgain(pool));
    }

    [Fact]
    public async Task A_continuation_that_throws_or_blocks_or_disposes_stalls_nothing()
    {
        var pool = NewPool(new() { Workers = 1 });
        Task<int> first = pool.RunAsync(new FakeCall(1), Token);
        Task<int> second = pool.RunAsync(new FakeCall(2), Token);
        Task<int> third = pool.RunAsync(new FakeCall(3), Token);
        using var blocked = new ManualResetEventSlim();
        Task throwing = first.ContinueWith(static _ => throw new InvalidOperationException("mine"), Token, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        Task blocking = first.ContinueWith(_ => blocked.Wait(Token), Token, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        Task disposing = second.ContinueWith(_ => pool.Dispose(), Token, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        (FakeWorker worker, CallOperation operation) = await SentAsync();
        worker.Finish(operation);
        await Assert.ThrowsAsync<InvalidOperationException>(() => throwing);
        worker.Finish(worker.Calls[0]);
        await Assert.ThrowsAsync<PoolTerminatedException>(() => third);
        await disposing;
        blocked.Set();
        await blocking;
    }

    [Fact]
    public async Task Completing_finishes_the_queue_and_refuses_new_calls_at_once()
    {
        var pool = NewPool(new() { Workers = 1 });
        Task<int>[] calls = [.. Enumerable.Range(0, 5).Select(i => pool.RunAsync(new FakeCall(i), Token))];
        Task[] completions = [.. Enumerable.Range(0, 10).Select(_ => Task.Run(() => pool.CompleteAsync(Token)))];
        await Eventually.HoldsAsync(() => Refuses<InvalidOperationException>(pool));
        await FinishUntilAsync(Task.WhenAll(completions));
        Assert.Equal([0, 1, 2, 3, 4], (IEnumerable<int>)await Task.WhenAll(calls));
        Assert.Empty(Factory.Live);
        Assert.All(Factory.Workers, worker => Assert.True(worker.WasClosed));
    }

    [Fact]
    public async Task Completing_with_a_deadline_terminates_the_rest()
    {
        var pool = NewPool(new() { Workers = 1 });
        Task<int> running = pool.RunAsync(new FakeCall(1), Token);
        (FakeWorker worker, CallOperation operation) = await SentAsync();
        worker.Begin(operation);
        Assert.False(await pool.CompleteAsync(TimeSpan.FromMilliseconds(20), Token));
        Assert.True((await Assert.ThrowsAsync<PoolTerminatedException>(() => running)).MayHaveRun);
        Assert.True(worker.WasKilled);
    }

    [Fact]
    public async Task Disposing_from_many_threads_is_one_end()
    {
        var pool = NewPool(new() { Workers = 2 });
        Task<int>[] calls = [.. Enumerable.Range(0, 20).Select(i => pool.RunAsync(new FakeCall(i), Token))];
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => i % 2 == 0 ? pool.DisposeAsync().AsTask() : Task.Run(pool.Dispose, Token)));
        foreach (Task<int> call in calls)
        {
            await Assert.ThrowsAsync<PoolTerminatedException>(() => call);
        }

        Assert.Empty(Factory.Live);
        Assert.True(Refuses<ObjectDisposedException>(pool));
    }

    [Fact]
    public async Task Each_worker_has_a_place_of_its_own_and_a_replacement_takes_it_over()
    {
        await using var pool = NewPool(new() { Workers = 2, MinWorkers = 2, Affinity = static place => [place] });
        await Eventually.HoldsAsync(() => pool.GetStatistics().Workers.Count(w => w.State == PoolWorkerState.Idle) == 2);
        Assert.Equal([0, 1], Factory.Live.SelectMany(w => w.Options.Affinity!).Order());
        Factory.Live.Single(w => w.Options.Affinity![0] == 0).Crash();
        await Eventually.HoldsAsync(() => pool.GetStatistics().Workers.Count(w => w.State == PoolWorkerState.Idle) == 2);
        Assert.Equal([0, 1], Factory.Live.SelectMany(w => w.Options.Affinity!).Order());
    }

    [Fact]
    public async Task Memory_over_the_limit_ends_the_call_with_the_figures()
    {
        await using var pool = NewPool(new() { Workers = 1, MemoryLimit = 1000 });
        Task<int> call = pool.RunAsync(new FakeCall(1), Token);
        (FakeWorker worker, CallOperation operation) = await SentAsync();
        worker.Begin(operation);
        worker.Memory = 1234;
        var error = await Assert.ThrowsAsync<WorkerMemoryLimitException>(() => call);
        Assert.Equal(1000, error.LimitBytes);
        Assert.Equal(1234, error.UsedBytes);
        await Eventually.HoldsAsync(() => worker.WasKilled);
    }

    [Fact]
    public async Task A_worker_that_leaks_is_replaced_between_calls()
    {
        await using var pool = NewPool(new() { Workers = 1, MaxWorkerMemory = 1000 });
        Task<int> call = pool.RunAsync(new FakeCall(1), Token);
        (FakeWorker worker, CallOperation operation) = await SentAsync();
        worker.Memory = 1234;
        worker.Finish(operation);
        Assert.Equal(1, await call);
        await Eventually.HoldsAsync(() => worker.WasClosed && !worker.WasKilled);
    }

    [Fact]
    public async Task A_finalizer_that_takes_too_long_is_logged_as_such_and_its_worker_killed()
    {
        var log = new MemoryLog();
        var pool = NewPool(new() { Workers = 1, Finalizer = new FakeCall(-1), FinalizerTimeout = TimeSpan.FromMilliseconds(50), LoggerFactory = log });
        Task<int> call = pool.RunAsync(new FakeCall(1), Token);
        (FakeWorker worker, CallOperation operation) = await SentAsync();
        worker.Finish(operation);
        Assert.Equal(1, await call);
        await pool.CompleteAsync(Token);
        Assert.True(worker.WasKilled);
        Assert.Contains(log.Records, record => record.Contains("finalizer", StringComparison.Ordinal) && record.Contains("FinalizerTimeout", StringComparison.Ordinal));
    }

    [Fact]
    public async Task States_and_the_initializer_run_in_order_before_the_first_call()
    {
        await using var pool = NewPool(new() { Workers = 1, Initializer = new FakeCall(-1) });
        Task<int> call = pool.RunAsync(new FakeCall(1), Token);
        (FakeWorker worker, CallOperation initializer) = await SentAsync();
        Assert.Equal(-1, ((FakeCall)initializer.Invocation).Number);
        worker.Finish(initializer);
        (_, CallOperation operation) = await SentAsync();
        Assert.Equal(1, ((FakeCall)operation.Invocation).Number);
        worker.Finish(operation);
        Assert.Equal(1, await call);
    }

    private bool RunsAgain(ProcessPool pool)
    {
        Task<int> call = pool.RunAsync(new FakeCall(1), Token);
        SpinWait.SpinUntil(() => call.IsCompleted || Factory.Live.Any(static w => w.Calls.Count > 0), TimeSpan.FromSeconds(5));
        foreach (FakeWorker worker in Factory.Live)
        {
            foreach (CallOperation operation in worker.Calls)
            {
                worker.Finish(operation);
            }
        }

        return call.ContinueWith(static c => c.IsCompletedSuccessfully, TaskScheduler.Default).Result;
    }

    private static bool Refuses<T>(ProcessPool pool)
        where T : Exception
    {
        try
        {
            _ = pool.RunAsync(new FakeCall(0), Token);
            return false;
        }
        catch (T)
        {
            return true;
        }
    }
}
