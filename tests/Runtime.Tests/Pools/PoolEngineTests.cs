using ProcGen.Calls;
using ProcGen.Pools;

namespace ProcGen.Tests.Pools;

/// <summary>The calls of a pool, with workers that do what the test says.</summary>
public sealed class PoolEngineTests : FakePoolTests
{
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
    public async Task A_new_worker_makes_ready_for_what_was_called_before()
    {
        await using var pool = NewPool(new() { Workers = 1 });
        Task<int> first = pool.RunAsync(new FakeCall(1), Token);
        (FakeWorker worker, CallOperation operation) = await SentAsync();
        Task<int> second = pool.RunAsync(new FakeCall(2), Token);
        worker.Begin(operation);
        worker.Crash();
        await Assert.ThrowsAsync<WorkerCrashedException>(() => first);
        (FakeWorker replacement, CallOperation next) = await SentAsync();
        Assert.Same(operation.Invocation.Method, Assert.Single(replacement.Prepared));
        replacement.Finish(next);
        await second;
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
    public async Task A_call_that_began_without_a_word_before_its_worker_died_does_not_run_again()
    {
        await using var pool = NewPool(new() { Workers = 1 });
        Task<int> call = pool.RunAsync(new FakeCall(1), Token);
        (FakeWorker worker, CallOperation operation) = await SentAsync();
        Assert.True(operation.IsStartQuiet);
        worker.LastStarted = operation.Id;
        worker.Crash();

        var error = await Assert.ThrowsAsync<WorkerCrashedException>(() => call);

        Assert.True(error.MayHaveRun);
    }

    [Fact]
    public async Task A_call_that_is_found_to_have_begun_after_it_was_cancelled_costs_its_worker_which_is_replaced()
    {
        await using var pool = NewPool(new() { Workers = 1, MinWorkers = 1 });
        using var cancellation = new CancellationTokenSource();
        Task<int> call = pool.RunAsync(new FakeCall(1), cancellation.Token);
        (FakeWorker worker, CallOperation operation) = await SentAsync();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.False(worker.WasKilled);

        // Nothing says so; whoever asks for the statistics finds it, and the replacement starts in the middle of that.
        worker.LastStarted = operation.Id;
        pool.GetStatistics();

        await Eventually.HoldsAsync(() => worker.WasKilled && Factory.Live.Count == 1 && Factory.Live[0] != worker);
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
}
