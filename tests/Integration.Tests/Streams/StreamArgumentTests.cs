namespace ProcGen.Tests.Streams;

/// <summary>Sequences that a worker takes from its caller.</summary>
public sealed class StreamArgumentTests : IClassFixture<LeakCheck>
{
    private const int Window = 32;
    private const long FewBytes = 16 << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_million_items_flow_to_a_worker_through_a_memory_that_stays_flat()
    {
        const int TenMillion = 10_000_000;
        await using var pool = new ProcessPool(new() { Workers = 1 });
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long workerBefore = await pool.RunAsync(StreamMethods.InProcess.LiveBytes(), Token);
        long most = 0;

        long sum = await pool.RunAsync(StreamMethods.InProcess.Sum(Items()), Token);

        Assert.Equal((long)TenMillion * (TenMillion - 1) / 2, sum);
        Assert.InRange(most - before, long.MinValue, FewBytes);
        Assert.InRange(await pool.RunAsync(StreamMethods.InProcess.LiveBytes(), Token) - workerBefore, long.MinValue, FewBytes);

        IEnumerable<int> Items()
        {
            for (int i = 0; i < TenMillion; i++)
            {
                if (i % (TenMillion / 10) == 0)
                {
                    most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
                }

                yield return i;
            }
        }
    }

    [Fact]
    [Trait("Case", "43")]
    public async Task A_worker_that_takes_3_of_a_million_causes_few_pulls_and_the_callers_finally_block()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        int pulled = 0;
        int disposed = 0;

        List<int> doubled = await pool.StreamAsync(StreamMethods.InProcess.Double(Items())).Take(3).ToListAsync(Token);

        Assert.Equal([0, 2, 4], doubled);
        await Eventually.HoldsAsync(() => Volatile.Read(ref disposed) == 1, what: "the caller's finally block ran");

        // One window to the worker and one from it: the worker's iterator asks ahead of the caller.
        Assert.InRange(pulled, 3, 3 + (2 * Window));

        IEnumerable<int> Items()
        {
            try
            {
                for (int i = 0; i < 1_000_000; i++)
                {
                    pulled++;
                    yield return i;
                }
            }
            finally
            {
                Interlocked.Increment(ref disposed);
            }
        }
    }

    [Theory]
    [Trait("Case", "44")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(1000)]
    public async Task A_worker_that_dies_as_it_takes_items_disposes_the_callers_sequence(int taken)
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        int disposed = 0;

        await Assert.ThrowsAsync<WorkerCrashedException>(() => pool.RunAsync(StreamMethods.InProcess.TakeThenKill(Items(), taken), Token));

        Assert.Equal(taken > 0 ? 1 : 0, Volatile.Read(ref disposed));

        IEnumerable<int> Items()
        {
            try
            {
                for (int i = 0; ; i++)
                {
                    yield return i;
                }
            }
            finally
            {
                Interlocked.Increment(ref disposed);
            }
        }
    }

    [Fact]
    [Trait("Case", "44")]
    public async Task An_error_of_the_callers_sequence_is_the_calls_error()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });

        var error = await Assert.ThrowsAsync<FormatException>(() => pool.RunAsync(StreamMethods.InProcess.SumAsync(Items()), Token));

        Assert.Equal("no sixth", error.Message);

        static async IAsyncEnumerable<int> Items()
        {
            for (int i = 0; i < 5; i++)
            {
                await Task.Yield();
                yield return i;
            }

            throw new FormatException("no sixth");
        }
    }
}
