using System.Diagnostics;
using ProcGen.Tests;

namespace ProcGen.Tests.Pools;

public sealed class PoolTimeoutTests : IClassFixture<LeakCheck>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Case", "11")]
    public async Task An_endless_loop_is_ended_by_its_timeout_and_its_process_is_gone()
    {
        await using var pool = new ProcessPool(new() { Workers = 1, Timeout = TimeSpan.FromMilliseconds(200) });
        var patient = new ProcessCallOptions { Timeout = Timeout.InfiniteTimeSpan };
        int processId = await pool.RunAsync(PoolMethods.InProcess.ProcessId(), patient, Token);
        var watch = Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<TimeoutException>(() => pool.RunAsync(PoolMethods.InProcess.SpinForEver(), Token).WaitAsync(TimeSpan.FromSeconds(20), Token));
        Assert.InRange(watch.ElapsedMilliseconds, 190, 5_000);
        Assert.Contains("200 ms", error.Message, StringComparison.Ordinal);
        await Eventually.HoldsAsync(() => !ProcFiles.IsRunning(processId));
        Assert.NotEqual(processId, await pool.RunAsync(PoolMethods.InProcess.ProcessId(), patient, Token));
    }

    [Fact]
    [Trait("Case", "12")]
    public async Task A_method_that_honours_its_token_is_cancelled_and_its_process_serves_the_next_call()
    {
        await using var pool = new ProcessPool(new() { Workers = 1, KillGrace = TimeSpan.FromSeconds(20) });
        int processId = await pool.RunAsync(PoolMethods.InProcess.ProcessId(), Token);
        using var stop = new CancellationTokenSource();
        Task<int> call = pool.RunAsync(PoolMethods.InProcess.WaitForCancellation(CancellationToken.None), stop.Token);
        await Eventually.HoldsAsync(() => pool.GetStatistics().RunningCalls == 1);
        await stop.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(stop.Token, error.CancellationToken);
        Assert.Equal(processId, await pool.RunAsync(PoolMethods.InProcess.ProcessId(), Token));
    }

    [Fact]
    public async Task The_method_s_own_token_cancels_as_the_launch_s_does()
    {
        await using var pool = new ProcessPool(new() { Workers = 1, KillGrace = TimeSpan.FromSeconds(20) });
        using var stop = new CancellationTokenSource();
        Task<int> call = pool.RunAsync(PoolMethods.InProcess.WaitForCancellation(stop.Token), Token);
        await Eventually.HoldsAsync(() => pool.GetStatistics().RunningCalls == 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(0, pool.GetStatistics().KilledWorkers);
    }

    [Fact]
    public async Task A_timeout_of_a_method_that_honours_its_token_keeps_the_worker()
    {
        await using var pool = new ProcessPool(new() { Workers = 1, KillGrace = TimeSpan.FromSeconds(20) });
        int processId = await pool.RunAsync(PoolMethods.InProcess.ProcessId(), Token);
        var options = new ProcessCallOptions { Timeout = TimeSpan.FromMilliseconds(100) };
        await Assert.ThrowsAsync<TimeoutException>(() => pool.RunAsync(PoolMethods.InProcess.WaitForCancellation(CancellationToken.None), options, Token));
        Assert.Equal(processId, await pool.RunAsync(PoolMethods.InProcess.ProcessId(), Token));
    }

    [Fact]
    [Trait("Case", "14")]
    public async Task Time_in_the_queue_does_not_count_for_the_timeout_and_has_a_limit_of_its_own()
    {
        await using var pool = new ProcessPool(new() { Workers = 1, Timeout = TimeSpan.FromMilliseconds(600) });
        Task<int>[] calls = [.. Enumerable.Range(0, 5).Select(_ => pool.RunAsync(PoolMethods.InProcess.Sleep(200), Token))];
        Task<int> impatient = pool.RunAsync(PoolMethods.InProcess.Sleep(1), new ProcessCallOptions { QueueTimeout = TimeSpan.FromMilliseconds(100) }, Token);
        var error = await Assert.ThrowsAsync<TimeoutException>(() => impatient);
        Assert.Contains("It has not run", error.Message, StringComparison.Ordinal);
        await Task.WhenAll(calls);
    }

    [Fact]
    [Trait("Case", "15")]
    public async Task A_cancelled_call_in_the_queue_never_runs()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        Task<int> running = pool.RunAsync(PoolMethods.InProcess.Sleep(300), Token);
        string file = Path.Combine(Path.GetTempPath(), $"procgen-test-{Guid.NewGuid():N}");
        using var stop = new CancellationTokenSource();
        Task queued = pool.RunAsync(PoolMethods.InProcess.Append(file, "x"), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queued);
        await running;
        await pool.CompleteAsync(Token);
        Assert.False(File.Exists(file));
        await stop.CancelAsync();
    }

    [Fact]
    [Trait("Case", "15")]
    public async Task Ten_calls_with_large_arguments_are_cancelled_and_the_pool_ended_quickly()
    {
        byte[] data = new byte[100 << 20];
        var pool = new ProcessPool(new() { Workers = 1 });
        await pool.RunAsync(PoolMethods.InProcess.ProcessId(), Token);
        using var stop = new CancellationTokenSource();
        Task<int>[] calls = [.. Enumerable.Range(0, 10).Select(_ => pool.RunAsync(PoolMethods.InProcess.Length(data), stop.Token))];
        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();
        await pool.DisposeAsync();
        foreach (Task<int> call in calls)
        {
            try
            {
                Assert.Equal(data.Length, await call);
            }
            catch (OperationCanceledException)
            {
                // As asked.
            }
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), $"{watch.Elapsed}");
    }

    [Fact]
    [Trait("Case", "16")]
    public async Task An_initializer_that_hangs_is_reported_as_such()
    {
        await using var pool = new ProcessPool(new() { Workers = 1, Initializer = PoolMethods.InProcess.SpinForEver(), InitializerTimeout = TimeSpan.FromMilliseconds(200) });
        var error = await Assert.ThrowsAsync<WorkerStartException>(() => pool.RunAsync(PoolMethods.InProcess.ProcessId(), Token));
        Assert.Contains("initializer", error.Message, StringComparison.Ordinal);
        Assert.Contains("InitializerTimeout", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "16")]
    public async Task A_finalizer_that_hangs_does_not_keep_the_pool_from_ending()
    {
        var pool = new ProcessPool(new() { Workers = 1, Finalizer = PoolMethods.InProcess.SpinForEver(), FinalizerTimeout = TimeSpan.FromMilliseconds(300) });
        int processId = await pool.RunAsync(PoolMethods.InProcess.ProcessId(), Token);
        await pool.CompleteAsync(Token).WaitAsync(TimeSpan.FromSeconds(20), Token);
        Assert.True(!ProcFiles.IsRunning(processId));
    }

    [Fact]
    public async Task An_asynchronous_call_that_must_be_killed_leaves_its_neighbours_time_to_finish()
    {
        await using var pool = new ProcessPool(new() { Workers = 1, MaxConcurrentCallsPerWorker = 4 });
        await pool.RunAsync(PoolMethods.InProcess.ProcessId(), Token);
        Task<int> quick = pool.RunAsync(PoolMethods.InProcess.DelayAsync(500, CancellationToken.None), Token);
        Task<int> slow = pool.RunAsync(PoolMethods.InProcess.DelayAsync(60_000, CancellationToken.None), Token);
        var options = new ProcessCallOptions { Timeout = TimeSpan.FromMilliseconds(200) };
        await Assert.ThrowsAsync<TimeoutException>(() => pool.RunAsync(PoolMethods.InProcess.HangAsync(), options, Token));
        Assert.True(await quick > 0);
        var error = await Assert.ThrowsAsync<WorkerCrashedException>(() => slow);
        Assert.Contains("another call", error.Message, StringComparison.Ordinal);
    }
}
