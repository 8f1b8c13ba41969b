using System.Diagnostics;
using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Streams;

/// <summary>Sequences that a worker produces: who is ahead of whom, and how they end.</summary>
public sealed class StreamResultTests : IClassFixture<LeakCheck>
{
    private const int TenMillion = 10_000_000;

    // What the two ends may hold of a stream at most, and a heap's own ups and downs.
    private const long FewBytes = 16 << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_million_items_flow_through_a_memory_that_stays_flat()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long workerBefore = await pool.RunAsync(StreamMethods.InProcess.LiveBytes(), Token);
        long most = 0;
        int next = 0;

        await foreach (int item in pool.StreamAsync(StreamMethods.InProcess.Count(TenMillion)))
        {
            Assert.Equal(next++, item);
            if (next % (TenMillion / 10) == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
            }
        }

        Assert.Equal(TenMillion, next);
        Assert.InRange(most - before, long.MinValue, FewBytes);
        Assert.InRange(await pool.RunAsync(StreamMethods.InProcess.LiveBytes(), Token) - workerBefore, long.MinValue, FewBytes);
    }

    [Fact]
    public async Task A_fast_producer_is_held_back_by_a_slow_consumer_and_a_slow_one_is_waited_for()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        int next = 0;
        await foreach (int item in pool.StreamAsync(StreamMethods.InProcess.Count(200)))
        {
            Assert.Equal(next++, item);
            await Task.Delay(1, Token);
        }

        Assert.Equal(200, next);
        next = 0;
        await foreach (int item in pool.StreamAsync(StreamMethods.InProcess.CountSlowly(100, 2)))
        {
            Assert.Equal(next++, item);
        }

        Assert.Equal(100, next);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public async Task Leaving_a_stream_anywhere_ends_its_producer_and_keeps_its_worker(int taken)
    {
        string file = Path.Combine(Path.GetTempPath(), $"procgen-test-{Guid.NewGuid():N}");
        await using var pool = new ProcessPool(new() { Workers = 1 });
        int id = await pool.RunAsync(StreamMethods.InProcess.ProcessId(), Token);
        try
        {
            await using (IAsyncEnumerator<int> items = pool.StreamAsync(StreamMethods.InProcess.Count(int.MaxValue, file)).GetAsyncEnumerator(Token))
            {
                for (int i = 0; i < taken; i++)
                {
                    Assert.True(await items.MoveNextAsync());
                }
            }

            Assert.Equal(taken > 0, File.Exists(file));
            Assert.Equal(id, await pool.RunAsync(StreamMethods.InProcess.ProcessId(), Token));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_worker_that_dies_in_the_middle_is_a_crash_after_the_items_it_had_sent()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        int taken = 0;

        await Assert.ThrowsAsync<WorkerCrashedException>(async () =>
        {
            await foreach (int item in pool.StreamAsync(StreamMethods.InProcess.CountThenKill(10)))
            {
                Assert.Equal(taken++, item);
            }
        });

        Assert.Equal(10, taken);
        Assert.Equal(45, await pool.RunAsync(StreamMethods.InProcess.Sum(Enumerable.Range(0, 10)), Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(20_000)]
    public async Task A_worker_killed_from_outside_at_any_point_ends_the_stream_with_a_crash(int taken)
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        await using IAsyncEnumerator<int> items = pool.StreamAsync(StreamMethods.InProcess.ProcessIdThenNumbers()).GetAsyncEnumerator(Token);
        Assert.True(await items.MoveNextAsync());
        using Process worker = Process.GetProcessById(items.Current);
        for (int i = 0; i < taken; i++)
        {
            Assert.True(await items.MoveNextAsync());
        }

        worker.Kill();

        // At most what was under way then: it does not go on for ever.
        await Assert.ThrowsAsync<WorkerCrashedException>(async () =>
        {
            for (int i = 0; i < 1_000_000; i++)
            {
                Assert.True(await items.MoveNextAsync());
            }
        });
    }

    [Fact]
    public async Task An_item_past_its_limit_is_a_timeout_at_once_and_its_worker_is_replaced()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        int taken = 0;

        var error = await Assert.ThrowsAsync<TimeoutException>(async () =>
        {
            await foreach (int item in pool.StreamAsync(StreamMethods.InProcess.CountThenHang(40)))
            {
                Assert.Equal(taken++, item);
            }
        });

        Assert.Equal(40, taken);
        Assert.Contains("500 ms", error.Message);
        Assert.Equal(3, await pool.RunAsync(StreamMethods.InProcess.Sum([1, 2]), Token));
    }

    [Fact]
    public async Task A_limit_for_items_can_be_given_to_one_enumeration()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        var options = new ProcessCallOptions { ItemTimeout = TimeSpan.FromMilliseconds(200), KillGrace = TimeSpan.FromMilliseconds(100) };

        var error = await Assert.ThrowsAsync<TimeoutException>(async () =>
        {
            await foreach (int item in pool.StreamAsync(StreamMethods.InProcess.CountSlowly(2, 60_000), options, Token))
            {
                Assert.Fail("It comes too late.");
            }
        });

        Assert.Contains("200 ms", error.Message);
    }

    [Fact]
    public async Task A_limit_for_the_whole_ends_a_stream_after_the_items_before_it()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        var options = new ProcessCallOptions { Timeout = TimeSpan.FromSeconds(1) };
        int taken = 0;

        await Assert.ThrowsAsync<TimeoutException>(async () =>
        {
            await foreach (int item in pool.StreamAsync(StreamMethods.InProcess.CountSlowly(int.MaxValue, 10), options, Token))
            {
                taken++;
            }
        });

        Assert.NotEqual(0, taken);
    }

    [Fact]
    public async Task Cancelling_ends_an_enumeration_that_waits()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        using var source = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (int item in pool.StreamAsync(StreamMethods.InProcess.Count(int.MaxValue), source.Token))
            {
                if (item == 1000)
                {
                    await source.CancelAsync();
                }
            }
        });
    }

    [Fact]
    public async Task A_thousand_streams_flow_at_once_through_two_workers()
    {
        await using var pool = new ProcessPool(new() { Workers = 2, MaxConcurrentCallsPerWorker = 500 });
        IAsyncEnumerator<int>[] streams = [.. Enumerable.Range(0, 1000).Select(_ => pool.StreamAsync(StreamMethods.InProcess.CountAsync(100)).GetAsyncEnumerator(Token))];

        // Round by round: each of them has to move for any to end.
        for (int i = 0; i < 100; i++)
        {
            await Parallel.ForEachAsync(streams, Token, async (stream, _) =>
            {
                Assert.True(await stream.MoveNextAsync());
                Assert.Equal(i, stream.Current);
            });
        }

        foreach (IAsyncEnumerator<int> stream in streams)
        {
            Assert.False(await stream.MoveNextAsync());
            await stream.DisposeAsync();
        }
    }
}
