using System.Diagnostics;
using ProcGen.Tests;

namespace ProcGen.Tests.Pools;

public sealed class PoolLifetimeTests : IClassFixture<LeakCheck>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Case", "20")]
    public async Task Workers_are_replaced_after_their_number_of_calls()
    {
        await using var pool = new ProcessPool(new() { Workers = 1, MaxCallsPerWorker = 3 });
        var ids = new List<int>();
        for (int i = 0; i < 9; i++)
        {
            ids.Add(await pool.RunAsync(PoolMethods.InProcess.ProcessId(), Token));
        }

        // In runs of three: no worker comes back.
        Assert.Equal([3, 3, 3], ids.GroupBy(id => id).Select(g => g.Count()));
        Assert.All(ids.Chunk(3), three => Assert.Single(three.Distinct()));
    }

    [Fact]
    [Trait("Case", "20")]
    public async Task Eight_calls_on_two_workers_with_a_limit_of_three_calls_all_finish()
    {
        await using var pool = new ProcessPool(new() { Workers = 2, MaxCallsPerWorker = 3 });
        int[] counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => pool.RunAsync(PoolMethods.InProcess.CountCalls(), Token)));
        Assert.All(counts, count => Assert.InRange(count, 1, 3));
    }

    [Fact]
    [Trait("Case", "26")]
    public async Task State_is_made_once_per_worker_and_disposed_at_a_graceful_end_but_not_at_a_kill()
    {
        string file = Path.Combine(Path.GetTempPath(), $"procgen-test-{Guid.NewGuid():N}");
        try
        {
            await using (var pool = new ProcessPool(new() { Workers = 1, State = { PoolStateMethods.InProcess.Open(file) } }))
            {
                for (int i = 1; i <= 5; i++)
                {
                    Assert.Equal(i, await pool.RunAsync(PoolStateMethods.InProcess.Enter(), Token));
                }

                var options = new ProcessCallOptions { Timeout = TimeSpan.FromMilliseconds(100) };
                await Assert.ThrowsAsync<TimeoutException>(() => pool.RunAsync(PoolStateMethods.InProcess.SpinForEver(), options, Token));
                Assert.Equal(1, await pool.RunAsync(PoolStateMethods.InProcess.Enter(), Token));
            }

            string[] lines = File.ReadAllLines(file);
            Assert.Equal(["opened", "opened", "disposed"], lines.Select(line => line.Split(' ')[0]));
            Assert.Equal(lines[1].Split(' ')[1], lines[2].Split(' ')[1]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    [Trait("Case", "26")]
    public async Task The_finalizer_runs_at_a_graceful_end_and_not_at_a_kill()
    {
        string file = Path.Combine(Path.GetTempPath(), $"procgen-test-{Guid.NewGuid():N}");
        try
        {
            await using (var pool = new ProcessPool(new() { Workers = 1, Initializer = PoolMethods.InProcess.Append(file, "i"), Finalizer = PoolMethods.InProcess.Append(file, "f") }))
            {
                await pool.RunAsync(PoolMethods.InProcess.ProcessId(), Token);
                var options = new ProcessCallOptions { Timeout = TimeSpan.FromMilliseconds(100) };
                await Assert.ThrowsAsync<TimeoutException>(() => pool.RunAsync(PoolMethods.InProcess.SpinForEver(), options, Token));
                await pool.RunAsync(PoolMethods.InProcess.ProcessId(), Token);
            }

            Assert.Equal("iif", File.ReadAllText(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    [Trait("Case", "22")]
    public async Task Disposing_the_pool_ends_running_and_queued_calls_and_every_process()
    {
        var pool = new ProcessPool(new() { Workers = 1 });
        Task running = pool.RunAsync(PoolMethods.InProcess.SpinForEver(), Token);
        await Eventually.HoldsAsync(() => pool.GetStatistics().RunningCalls == 1);
        Task queued = pool.RunAsync(PoolMethods.InProcess.SpinForEver(), Token);
        int processId = pool.GetStatistics().Workers[0].ProcessId;
        await pool.DisposeAsync();
        Assert.True((await Assert.ThrowsAsync<PoolTerminatedException>(() => running)).MayHaveRun);
        Assert.False((await Assert.ThrowsAsync<PoolTerminatedException>(() => queued)).MayHaveRun);
        Assert.True(!ProcFiles.IsRunning(processId));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.RunAsync(PoolMethods.InProcess.ProcessId(), Token));
    }

    [Fact]
    public async Task A_spare_takes_the_place_of_a_killed_worker()
    {
        await using var pool = new ProcessPool(new() { Workers = 1, Spares = 1, MinWorkers = 1 });
        await Eventually.HoldsAsync(() => pool.GetStatistics().Workers.Any(w => w.State == PoolWorkerState.Spare));
        int spare = pool.GetStatistics().Workers.Single(w => w.State == PoolWorkerState.Spare).ProcessId;
        var options = new ProcessCallOptions { Timeout = TimeSpan.FromMilliseconds(100) };
        await Assert.ThrowsAsync<TimeoutException>(() => pool.RunAsync(PoolMethods.InProcess.SpinForEver(), options, Token));
        Assert.Equal(spare, await pool.RunAsync(PoolMethods.InProcess.ProcessId(), Token));
        await Eventually.HoldsAsync(() => pool.GetStatistics().Workers.Any(w => w.State == PoolWorkerState.Spare && w.ProcessId != spare));
    }

    [Fact]
    [Trait("Case", "24")]
    public async Task A_call_may_use_a_pool_in_its_worker_also_where_the_pool_has_one_worker()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        Assert.Equal(5, await pool.RunAsync(PoolMethods.InProcess.AddInNestedPoolAsync(2, 3), Token).WaitAsync(TimeSpan.FromSeconds(30), Token));
    }

    [Fact]
    [Trait("Case", "48")]
    public async Task The_environment_and_the_directory_reach_the_workers()
    {
        await using var pool = new ProcessPool(new() { Workers = 1, Environment = { ["PROCGEN_TEST"] = "here" } });
        Assert.Equal("here", await pool.RunAsync(PoolMethods.InProcess.Variable("PROCGEN_TEST"), Token));
    }

    [Fact]
    public async Task A_broadcast_runs_once_in_every_worker()
    {
        await using var pool = new ProcessPool(new() { Workers = 3 });
        IReadOnlyList<int> ids = await pool.BroadcastAsync(PoolMethods.InProcess.ProcessId(), Token);
        Assert.Equal(3, ids.Distinct().Count());
    }

    [Fact]
    public async Task Leaving_a_stream_runs_the_method_s_finally_blocks_and_frees_the_worker()
    {
        string file = Path.Combine(Path.GetTempPath(), $"procgen-test-{Guid.NewGuid():N}");
        try
        {
            await using var pool = new ProcessPool(new() { Workers = 1 });
            int taken = 0;
            await foreach (int n in pool.StreamAsync(PoolMethods.InProcess.CountUp(1_000_000, file), Token))
            {
                Assert.Equal(taken++, n);
                if (taken == 10)
                {
                    break;
                }
            }

            Assert.True(File.Exists(file));
            Assert.Equal(0, pool.GetStatistics().KilledWorkers);
            List<int> all = await pool.StreamAsync(PoolMethods.InProcess.CountUp(1000, null), Token).ToListAsync(Token);
            Assert.Equal(Enumerable.Range(0, 1000), all);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_blocking_run_needs_no_synchronization_context()
    {
        using var pool = new ProcessPool(new() { Workers = 1 });
        int result = 0;
        var thread = new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new StuckContext());
            result = pool.Run(PoolMethods.InProcess.Add(1, 2), cancellationToken: Token);
        });
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(30)));
        Assert.Equal(3, result);
    }

    [Fact]
    [Trait("Case", "23")]
    public async Task Many_threads_submit_while_the_pool_is_resized_and_no_call_is_lost_or_run_twice()
    {
        await using var pool = new ProcessPool(new() { Workers = 2 });
        string file = Path.Combine(Path.GetTempPath(), $"procgen-test-{Guid.NewGuid():N}");
        using var stop = new CancellationTokenSource();
        Task resizing = Task.Run(async () =>
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                pool.Resize(1 + (i % 4));
                await Task.Delay(20, CancellationToken.None);
            }
        }, Token);
        try
        {
            var threads = new List<Thread>();
            var errors = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
            for (int t = 0; t < 100; t++)
            {
                int number = t;
                var thread = new Thread(() =>
                {
                    for (int i = 0; i < 5; i++)
                    {
                        // Long enough that the pool is resized in the middle of most of them.
                        Exception? error = Record.Exception(() => Assert.Equal(number + i, pool.Run(PoolMethods.InProcess.Note(file, number, i, 10), cancellationToken: Token)));
                        if (error is not null)
                        {
                            errors.Enqueue(error);
                        }
                    }
                });
                thread.Start();
                threads.Add(thread);
            }

            Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromSeconds(60))));
            Assert.Empty(errors);
            Assert.Equal(500, pool.GetStatistics().CompletedCalls);
            string[] bodies = await File.ReadAllLinesAsync(file, Token);
            Assert.Equal(500, bodies.Length);
            Assert.Equal(500, bodies.Distinct().Count());
        }
        finally
        {
            await stop.CancelAsync();
            await resizing;
            File.Delete(file);
        }
    }

    /// <summary>Takes work and never does it: as a user interface whose thread is blocked.</summary>
    private sealed class StuckContext : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) { }

        public override void Send(SendOrPostCallback d, object? state) => Debug.Fail("nobody sends");
    }
}
