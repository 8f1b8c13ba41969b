using System.Diagnostics;
using ProcGen.Tests;

namespace ProcGen.Tests.Pools;

public sealed class PoolCrashTests : IClassFixture<LeakCheck>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Case", "1")]
    public async Task A_worker_killed_in_a_call_costs_that_call_and_no_other_of_the_batch()
    {
        await using var pool = new ProcessPool(new() { Workers = 2 });
        Task<int>[] calls = [.. Enumerable.Range(0, 100).Select(i => pool.RunAsync(PoolMethods.InProcess.KillSelfOn(i, 40), Token))];
        var error = await Assert.ThrowsAsync<WorkerCrashedException>(() => calls[40].WaitAsync(TimeSpan.FromSeconds(30), Token));
        Assert.Equal("SIGKILL", error.Signal);
        Assert.True(error.ProcessId > 0);
        Assert.True(error.MayHaveRun);
        Assert.Contains("KillSelfOn", error.Method, StringComparison.Ordinal);
        for (int i = 0; i < calls.Length; i++)
        {
            if (i != 40)
            {
                Assert.Equal(i, await calls[i].Soon());
            }
        }

        Assert.Equal(3, await pool.RunAsync(PoolMethods.InProcess.Add(1, 2), Token));
    }

    [Fact]
    public async Task Calls_that_waited_in_the_worker_behind_one_that_crashes_run_once_elsewhere()
    {
        string file = Path.GetTempFileName();
        try
        {
            await using var pool = new ProcessPool(new() { Workers = 1, MinWorkers = 1, Output = WorkerOutput.Discard });
            for (int i = 0; i < 300; i++)
            {
                // Short ones, so that the worker is given several at a time from here on.
                await pool.RunAsync(PoolMethods.InProcess.Add(i, 1), Token);
            }

            Task crash = pool.RunAsync(PoolMethods.InProcess.KillSelfOn(1, 1), Token);
            Task[] behind = [.. Enumerable.Range(0, 40).Select(i => pool.RunAsync(PoolMethods.InProcess.Append(file, $"{i}\n"), Token))];

            await Assert.ThrowsAsync<WorkerCrashedException>(() => crash.Soon());
            await Task.WhenAll(behind).Soon();
            Assert.Equal(Enumerable.Range(0, 40), (await File.ReadAllLinesAsync(file, Token)).Select(int.Parse).Order());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Calls_that_waited_in_a_worker_behind_a_long_one_run_in_another()
    {
        await using var pool = new ProcessPool(new() { Workers = 2, MinWorkers = 2 });
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => pool.RunAsync(PoolMethods.InProcess.Add(i, 1), Token))).Soon();

        using var cancellation = new CancellationTokenSource();
        Task endless = pool.RunAsync(PoolMethods.InProcess.WaitForCancellation(cancellation.Token), Token);
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => pool.RunAsync(PoolMethods.InProcess.Add(i, 1), Token))).Soon();

        Assert.False(endless.IsCompleted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless.Soon());
    }

    [Fact]
    [Trait("Case", "1")]
    public async Task A_killed_worker_s_call_fails_in_under_two_seconds()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        int processId = await pool.RunAsync(PoolMethods.InProcess.ProcessId(), Token);
        Task<int> call = pool.RunAsync(PoolMethods.InProcess.Sleep(60_000), Token);
        await Eventually.HoldsAsync(() => pool.GetStatistics().RunningCalls == 1);
        var watch = Stopwatch.StartNew();
        using (var worker = Process.GetProcessById(processId))
        {
            worker.Kill();
        }

        var error = await Assert.ThrowsAsync<WorkerCrashedException>(() => call.Soon());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2), $"{watch.Elapsed}");
        Assert.Equal(processId, error.ProcessId);
    }

    [Fact]
    [Trait("Case", "2")]
    public async Task Every_way_to_die_is_named_and_the_pool_goes_on()
    {
        await using var pool = new ProcessPool(new() { Workers = 1, Output = WorkerOutput.Discard });
        (ProcessCall Call, string? Signal, int? Code)[] ways =
        [
            (PoolMethods.InProcess.Exit(0), null, 0),
            (PoolMethods.InProcess.Exit(42), null, 42),
            (PoolMethods.InProcess.FailFast(), "SIGABRT", 134),
            (PoolMethods.InProcess.OverflowStack(0), "SIGABRT", 134),
            (PoolMethods.InProcess.Fault(), "SIGSEGV", 139),
        ];
        foreach ((ProcessCall call, string? signal, int? code) in ways)
        {
            var error = await Assert.ThrowsAsync<WorkerCrashedException>(() => pool.RunAsync(call, Token).WaitAsync(TimeSpan.FromSeconds(30), Token));
            Assert.True((signal is not null && error.Signal == signal) || error.ExitCode == code, error.Message);
            Assert.Equal(3, await pool.RunAsync(PoolMethods.InProcess.Add(1, 2), Token));
        }
    }

    [Fact]
    [Trait("Case", "4")]
    public async Task A_worker_killed_while_it_is_idle_is_replaced_and_nobody_notices()
    {
        await using var pool = new ProcessPool(new() { Workers = 2, MinWorkers = 2 });
        await Eventually.HoldsAsync(() => Idle(pool).Length == 2);
        int victim = Idle(pool)[0];
        using (var worker = Process.GetProcessById(victim))
        {
            worker.Kill();
        }

        int[] results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => pool.RunAsync(PoolMethods.InProcess.Square(i), Token)));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => i * i), results);
        await Eventually.HoldsAsync(() => Idle(pool).Length == 2 && !Idle(pool).Contains(victim));
    }

    [Fact]
    [Trait("Case", "6")]
    public async Task All_workers_killed_at_once_cost_the_running_calls_and_the_queued_ones_run()
    {
        await using var pool = new ProcessPool(new() { Workers = 2 });
        Task<int>[] running = [.. Enumerable.Range(0, 2).Select(_ => pool.RunAsync(PoolMethods.InProcess.Sleep(60_000), Token))];
        await Eventually.HoldsAsync(() => pool.GetStatistics().RunningCalls == 2);
        Task<int>[] queued = [.. Enumerable.Range(0, 1000).Select(i => pool.RunAsync(PoolMethods.InProcess.Square(i), Token))];
        foreach (PoolWorkerStatistics worker in pool.GetStatistics().Workers)
        {
            using var process = Process.GetProcessById(worker.ProcessId);
            process.Kill();
        }

        foreach (Task<int> call in running)
        {
            await Assert.ThrowsAsync<WorkerCrashedException>(() => call.Soon());
        }

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => i * i), await Task.WhenAll(queued).WaitAsync(TimeSpan.FromSeconds(60), Token));
    }

    [Fact]
    [Trait("Case", "7")]
    public async Task A_worker_that_cannot_start_fails_its_callers_with_the_cause_and_without_a_storm()
    {
        await using var pool = new ProcessPool(new() { Workers = 4, Initializer = PoolMethods.InProcess.FailToInitialize(), Output = WorkerOutput.Discard });
        Task<int>[] calls = [.. Enumerable.Range(0, 50).Select(_ => pool.RunAsync(PoolMethods.InProcess.ProcessId(), Token))];
        foreach (Task<int> call in calls)
        {
            var error = await Assert.ThrowsAsync<WorkerStartException>(() => call.WaitAsync(TimeSpan.FromSeconds(30), Token));
            Assert.Contains("initializer", error.Message, StringComparison.Ordinal);
            Assert.Contains("no licence", error.Message, StringComparison.Ordinal);
        }

        // Those that start at the same time are one try; then they are tried one by one.
        Assert.InRange(pool.GetStatistics().StartedWorkers, 3, 8);
    }

    [Fact]
    public async Task A_call_of_an_idempotent_method_runs_again_when_its_worker_dies()
    {
        string marker = Path.Combine(Path.GetTempPath(), $"procgen-test-{Guid.NewGuid():N}");
        try
        {
            await using var pool = new ProcessPool(new() { Workers = 1 });
            Assert.True(await pool.RunAsync(PoolMethods.InProcess.KillSelfOnce(marker), Token) > 0);
            Assert.Equal(1, pool.GetStatistics().RepeatedCalls);
        }
        finally
        {
            File.Delete(marker);
        }
    }

    private static int[] Idle(ProcessPool pool) => [.. pool.GetStatistics().Workers.Where(w => w.State == PoolWorkerState.Idle).Select(w => w.ProcessId)];
}
