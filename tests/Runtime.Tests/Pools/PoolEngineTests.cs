using ProcGen.Calls;
using ProcGen.Pools;

namespace ProcGen.Tests.Pools;

/// <summary>The pool around the scheduler, with workers that do what the test says.</summary>
public sealed class PoolEngineTests
{
    private readonly FakeWorkerFactory _factory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_goes_to_a_worker_and_its_result_comes_back()
    {
        await using var pool = NewPool(new() { Workers = 1 });
        Task<int> call = pool.RunAsync(new FakeCall(7), Token);
        (FakeWorker worker, CallOperation operation) = await SentAsync();
        worker.Begin(operation);
        worker.Finish(operation);
        Assert.Equal(7, await call);
    }

    [Fact]
    public async Task The_end_of_a_call_sends_the_next_one_on_the_thread_that_brought_it()
    {
        await using var pool = NewPool(new() { Workers = 1 });
        Task<int> first = pool.RunAsync(new FakeCall(1), Token);
        Task<int> second = pool.RunAsync(new FakeCall(2), Token);
        (FakeWorker worker, CallOperation operation) = await SentAsync();
        worker.Finish(operation);
        Assert.Equal(2, ((FakeCall)Assert.Single(worker.Calls).Invocation).Number);
        worker.Finish(worker.Calls[0]);
        int[] results = await Task.WhenAll(first, second);
        Assert.Equal([1, 2], results);
    }

    [Fact]
    public async Task A_crash_is_the_running_call_s_and_the_others_run_elsewhere()
    {
        await using var pool = NewPool(new() { Workers = 1 });
        Task<int> first = pool.RunAsync(new FakeCall(1), Token);
        Task<int> second = pool.RunAsync(new FakeCall(2), Token);
        (FakeWorker worker, CallOperation operation) = await SentAsync();
        worker.Begin(operation);
        worker.Crash();
        var error = await Assert.ThrowsAsync<WorkerCrashedException>(() => first);
        Assert.Equal("SIGSEGV", error.Signal);
        Assert.Equal(worker.ProcessId, error.ProcessId);
        Assert.True(error.MayHaveRun);
        (FakeWorker replacement, CallOperation next) = await SentAsync();
        replacement.Finish(next);
        Assert.Equal(2, await second);
    }

    [Fact]
    public async Task A_call_that_never_began_is_sent_again_when_its_worker_dies()
    {
        await using var pool = NewPool(new() { Workers = 1 });
        Task<int> call = pool.RunAsync(new FakeCall(1), Token);
        (FakeWorker worker, _) = await SentAsync();
        worker.Crash();
        (FakeWorker replacement, CallOperation operation) = await SentAsync();
        replacement.Finish(operation);
        Assert.Equal(1, await call);
        Assert.Equal(1, pool.GetStatistics().RepeatedCalls);
    }

    [Fact]
    public async Task An_idempotent_call_is_run_again_as_often_as_it_says_and_no_more()
    {
        await using var pool = NewPool(new() { Workers = 1 });
        Task<int> call = pool.RunAsync(new FakeCall(1, FakeMethod.Repeatable), Token);
        for (int i = 0; i < 2; i++)
        {
            Assert.False(call.IsCompleted);
            (FakeWorker worker, CallOperation operation) = await SentAsync();
            worker.Begin(operation);
            worker.Crash();
        }

        await Assert.ThrowsAsync<WorkerCrashedException>(() => call);
    }

    [Fact]
    public async Task A_timeout_asks_first_and_kills_after_the_grace()
    {
        await using var pool = NewPool(new() { Workers = 1, Timeout = TimeSpan.FromMilliseconds(30), KillGrace = TimeSpan.FromMilliseconds(30) });
        Task<int> call = pool.RunAsync(new FakeCall(1, FakeMethod.Cancellable), Token);
        (FakeWorker worker, CallOperation operation) = await SentAsync();
        await Task.Delay(60, Token);
        Assert.Empty(worker.Cancelled);
        worker.Begin(operation);
        await Eventually.HoldsAsync(() => worker.Cancelled.Count == 1);
        await Assert.ThrowsAsync<TimeoutException>(() => call);
        await Eventually.HoldsAsync(() => worker.WasKilled);
    }

    [Fact]
    public async Task A_call_cancelled_after_it_was_sent_but_before_it_began_ends_at_once()
    {
        await using var pool = NewPool(new() { Workers = 1 });
        using var stop = new CancellationTokenSource();
        Task<int> call = pool.RunAsync(new FakeCall(1), stop.Token);
        (FakeWorker worker, CallOperation operation) = await SentAsync();
        await stop.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(stop.Token, error.CancellationToken);
        Assert.Equal([operation], worker.Cancelled);
        worker.FinishCancelled(operation);
        Task<int> next = pool.RunAsync(new FakeCall(2), Token);
        await Eventually.HoldsAsync(() => worker.Calls.Count == 1);
        worker.Finish(worker.Calls[0]);
        Assert.Equal(2, await next);
    }

    [Fact]
    public async Task A_start_that_fails_again_and_again_is_told_to_the_callers_with_its_cause()
    {
        _factory.StartError = static _ => new InvalidOperationException("no disk");
        await using var pool = NewPool(new() { Workers = 2 });
        var error = await Assert.ThrowsAsync<WorkerStartException>(() => pool.RunAsync(new FakeCall(1), Token));
        Assert.Contains("no disk", error.Message, StringComparison.Ordinal);
        Assert.InRange(_factory.Workers.Count, 3, 4);

        // At once, and without another try.
        int tries = _factory.Workers.Count;
        await Assert.ThrowsAsync<WorkerStartException>(() => pool.RunAsync(new FakeCall(1), Token));
        Assert.Equal(tries, _factory.Workers.Count);

        // It recovers by itself.
        _factory.StartError = static _ => null;
        await Eventually.HoldsAsync(() => RunsAgain(pool));
    }

    [Fact]
    public async Task A_full_queue_refuses_and_says_what_may_be_done()
    {
        await using var pool = NewPool(new() { Workers = 1, MaxQueuedCalls = 2 });
        Task<int>[] calls = [pool.RunAsync(new FakeCall(1), Token)];
        (FakeWorker worker, _) = await SentAsync();
        calls = [.. calls, pool.RunAsync(new FakeCall(2), Token), pool.RunAsync(new FakeCall(3), Token)];
        var error = Assert.Throws<PoolQueueFullException>(() => { _ = pool.RunAsync(new FakeCall(4), Token); });
        Assert.Equal(2, error.QueuedCalls);
        Assert.Contains("MaxQueuedCalls", error.Message, StringComparison.Ordinal);
        Assert.False(pool.TrySubmit(new FakeCall(4), out Task<int>? refused));
        Assert.Null(refused);
        await FinishUntilAsync(Task.WhenAll(calls));
        Assert.Equal(3, worker.Sent);
    }

    [Fact]
    public async Task A_higher_priority_leaves_the_queue_first()
    {
        await using var pool = NewPool(new() { Workers = 1 });
        Task<int> running = pool.RunAsync(new FakeCall(0), Token);
        (FakeWorker worker, CallOperation operation) = await SentAsync();
        Task<int>[] calls =
        [
            pool.RunAsync(new FakeCall(1), Token),
            pool.RunAsync(new FakeCall(2), new ProcessCallOptions { Priority = 5 }, Token),
            pool.RunAsync(new FakeCall(3), new ProcessCallOptions { Priority = -1 }, Token),
            pool.RunAsync(new FakeCall(4), new ProcessCallOptions { Priority = 5 }, Token),
        ];
        var order = new List<int>();
        worker.Finish(operation);
        while (worker.Calls is [var next])
        {
            order.Add(((FakeCall)next.Invocation).Number);
            worker.Finish(next);
        }

        Assert.Equal([2, 4, 1, 3], order);
        await Task.WhenAll([running, .. calls]);
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
        Assert.Empty(_factory.Live);
        Assert.All(_factory.Workers, worker => Assert.True(worker.WasClosed));
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

        Assert.Empty(_factory.Live);
        Assert.True(Refuses<ObjectDisposedException>(pool));
    }

    [Fact]
    public async Task Each_worker_has_a_place_of_its_own_and_a_replacement_takes_it_over()
    {
        await using var pool = NewPool(new() { Workers = 2, MinWorkers = 2, Affinity = static place => [place] });
        await Eventually.HoldsAsync(() => pool.GetStatistics().Workers.Count(w => w.State == PoolWorkerState.Idle) == 2);
        Assert.Equal([0, 1], _factory.Live.SelectMany(w => w.Options.Affinity!).Order());
        _factory.Live.Single(w => w.Options.Affinity![0] == 0).Crash();
        await Eventually.HoldsAsync(() => pool.GetStatistics().Workers.Count(w => w.State == PoolWorkerState.Idle) == 2);
        Assert.Equal([0, 1], _factory.Live.SelectMany(w => w.Options.Affinity!).Order());
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
    public async Task A_hundred_threads_submit_while_the_pool_is_resized_and_no_call_is_lost_or_run_twice()
    {
        var factory = new FakeWorkerFactory { IsAutomatic = true };
        await using var pool = new ProcessPool(new PoolSettings(new() { Workers = 4 }), factory);
        using var stop = new CancellationTokenSource();
        Task resizing = Task.Run(
            async () =>
            {
                for (int i = 0; !stop.IsCancellationRequested; i++)
                {
                    pool.Resize(1 + (i % 8));
                    await Task.Delay(1, CancellationToken.None);
                }
            }, Token);
        Task<int[]>[] submitters = [.. Enumerable.Range(0, 100).Select(t => Task.Run(() => Task.WhenAll(Enumerable.Range(0, 100).Select(i => pool.RunAsync(new FakeCall((t * 100) + i), Token)))))];
        int[][] results = await Task.WhenAll(submitters).WaitAsync(TimeSpan.FromSeconds(60), Token);
        await stop.CancelAsync();
        await resizing;
        Assert.Equal(Enumerable.Range(0, 10_000), results.SelectMany(static r => r));
        Assert.Equal(10_000, factory.Workers.Sum(static w => w.Sent));
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

    private ProcessPool NewPool(ProcessPoolOptions options) => new(new PoolSettings(options), _factory);

    /// <summary>Waits until a live worker has a call.</summary>
    private async Task<(FakeWorker Worker, CallOperation Operation)> SentAsync()
    {
        await Eventually.HoldsAsync(() => _factory.Live.Any(static w => w.Calls.Count > 0));
        FakeWorker worker = _factory.Live.First(static w => w.Calls.Count > 0);
        return (worker, worker.Calls[0]);
    }

    /// <summary>Lets every call come back until something is complete.</summary>
    private async Task FinishUntilAsync(Task end)
    {
        while (!end.IsCompleted)
        {
            foreach (FakeWorker worker in _factory.Live)
            {
                foreach (CallOperation operation in worker.Calls)
                {
                    worker.Finish(operation);
                }
            }

            await Task.Delay(1, Token);
        }

        await end;
    }

    private bool RunsAgain(ProcessPool pool)
    {
        Task<int> call = pool.RunAsync(new FakeCall(1), Token);
        SpinWait.SpinUntil(() => call.IsCompleted || _factory.Live.Any(static w => w.Calls.Count > 0), TimeSpan.FromSeconds(5));
        foreach (FakeWorker worker in _factory.Live)
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
