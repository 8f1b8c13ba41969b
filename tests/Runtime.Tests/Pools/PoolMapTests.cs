using ProcGen.Pools;

namespace ProcGen.Tests.Pools;

public sealed class PoolMapTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Empty_input_gives_empty_output()
    {
        await using var pool = NewPool(new() { Workers = 2 });
        Assert.Empty(await pool.MapAsync(Array.Empty<int>(), n => new FakeCall(n), cancellationToken: Token).ToListAsync(Token));
        Assert.Empty(await pool.MapUnorderedAsync(Array.Empty<int>(), n => new FakeCall(n), cancellationToken: Token).ToListAsync(Token));
        Assert.Empty(pool.GetStatistics().Workers);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_chunk_or_buffer_size_below_one_is_refused(int size)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MapOptions { ChunkSize = size });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MapOptions { BufferSize = size });
    }

    [Fact]
    public async Task A_map_waits_for_room_in_a_small_queue()
    {
        await using var pool = NewPool(new() { Workers = 2, MaxQueuedCalls = 1, MaxQueuedBytes = 1 });
        foreach (int chunkSize in new[] { 1, 7 })
        {
            List<int> results = await pool.MapAsync(Enumerable.Range(0, 300), n => new FakeCall(n), new() { ChunkSize = chunkSize, BufferSize = 50 }, Token).ToListAsync(Token);
            Assert.Equal(Enumerable.Range(0, 300), results);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_more_is_pulled_than_the_buffer_and_one_per_worker(bool ordered)
    {
        await using var pool = NewPool(new() { Workers = 3 });
        int pulled = 0;
        int taken = 0;
        IEnumerable<int> source = Endless(() => pulled++);
        var options = new MapOptions { BufferSize = 10 };
        IAsyncEnumerable<int> results = ordered ? pool.MapAsync(source, n => new FakeCall(n), options, Token) : pool.MapUnorderedAsync(source, n => new FakeCall(n), options, Token);
        await foreach (int _ in results)
        {
            taken++;
            Assert.InRange(pulled, taken, taken + 13);
            if (taken == 1000)
            {
                break;
            }
        }
    }

    [Fact]
    public async Task A_chunk_is_sent_to_its_worker_at_once()
    {
        var factory = new FakeWorkerFactory { IsAutomatic = true };
        await using var pool = new ProcessPool(new PoolSettings(new() { Workers = 2 }), factory);
        List<int> results = await pool.MapAsync(Enumerable.Range(0, 1000), n => new FakeCall(n), new() { ChunkSize = 100 }, Token).ToListAsync(Token);
        Assert.Equal(Enumerable.Range(0, 1000), results);
        Assert.Equal(10, factory.Workers.Sum(static w => w.Sent));
    }

    [Fact]
    public async Task Calls_of_several_methods_and_asynchronous_ones_keep_their_order_in_a_map()
    {
        var factory = new FakeWorkerFactory { IsAutomatic = true };
        await using var pool = new ProcessPool(new PoolSettings(new() { Workers = 2 }), factory);
        FakeMethod[] methods = [FakeMethod.Plain, FakeMethod.Plain, FakeMethod.Asynchronous, FakeMethod.Cancellable, FakeMethod.Cancellable];
        List<int> results = await pool.MapAsync(Enumerable.Range(0, 100), n => new FakeCall(n, methods[n % 5]), new() { ChunkSize = 10 }, Token).ToListAsync(Token);
        Assert.Equal(Enumerable.Range(0, 100), results);
        Assert.Equal(60, factory.Workers.Sum(static w => w.Sent));
    }

    [Fact]
    public async Task What_was_pulled_before_a_source_fails_still_arrives_and_then_the_error()
    {
        await using var pool = NewPool(new() { Workers = 2 });
        var seen = new List<int>();
        var error = await Assert.ThrowsAsync<FormatException>(async () =>
        {
            await foreach (int n in pool.MapAsync(Failing(), n => new FakeCall(n), cancellationToken: Token))
            {
                seen.Add(n);
            }
        });
        Assert.Equal("source", error.Message);
        Assert.Equal([0, 1, 2, 3, 4], seen);
    }

    [Fact]
    public async Task A_selector_that_fails_fails_its_item_alone()
    {
        await using var pool = NewPool(new() { Workers = 2 });
        List<CallResult<int, int>> results = await pool.MapResultsAsync(
            Enumerable.Range(0, 5), n => n == 3 ? throw new FormatException("selector") : new FakeCall(n), cancellationToken: Token).ToListAsync(Token);
        Assert.IsType<FormatException>(results[3].Error);
        Assert.Equal([0, 1, 2, 4], results.Where(r => r.IsSuccess).Select(r => r.Value));
        Assert.Throws<FormatException>(() => results[3].Value);
    }

    [Fact]
    public async Task A_slow_asynchronous_source_does_not_hold_back_results()
    {
        await using var pool = NewPool(new() { Workers = 2 });
        using var gate = new SemaphoreSlim(1);
        int taken = 0;
        await foreach (int n in pool.MapAsync(Gated(gate, 20), n => new FakeCall(n), cancellationToken: Token))
        {
            Assert.Equal(taken++, n);

            // Only a result that was taken lets the source go on.
            gate.Release();
        }

        Assert.Equal(20, taken);
    }

    [Fact]
    public async Task Cancelling_a_map_cancels_what_is_under_way()
    {
        var factory = new FakeWorkerFactory();
        await using var pool = new ProcessPool(new PoolSettings(new() { Workers = 1 }), factory);
        using var stop = new CancellationTokenSource();
        Task<List<int>> map = pool.MapAsync(Enumerable.Range(0, 100), n => new FakeCall(n), cancellationToken: stop.Token).ToListAsync(Token).AsTask();
        await Eventually.HoldsAsync(() => factory.Live.Any(w => w.Calls.Count > 0));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => map);
        Assert.Equal(0, pool.GetStatistics().QueuedCalls);
    }

    [Fact]
    public async Task A_map_over_a_pool_that_ends_fails_and_does_not_hang()
    {
        var pool = NewPool(new() { Workers = 2 });
        int taken = 0;
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (int _ in pool.MapAsync(Endless(() => { }), n => new FakeCall(n), cancellationToken: Token))
            {
                if (++taken == 50)
                {
                    await pool.DisposeAsync();
                }
            }
        });
        Assert.True(taken >= 50);
    }

    [Fact]
    public async Task Each_enumeration_runs_the_calls_once_more()
    {
        var factory = new FakeWorkerFactory { IsAutomatic = true };
        await using var pool = new ProcessPool(new PoolSettings(new() { Workers = 1 }), factory);
        IAsyncEnumerable<int> map = pool.MapAsync(Enumerable.Range(0, 3), n => new FakeCall(n), cancellationToken: Token);
        Assert.Equal([0, 1, 2], await map.ToListAsync(Token));
        Assert.Equal([0, 1, 2], await map.ToListAsync(Token));
        Assert.Equal(6, factory.Workers.Sum(static w => w.Sent));
    }

    private static ProcessPool NewPool(ProcessPoolOptions options) => new(new PoolSettings(options), new FakeWorkerFactory { IsAutomatic = true });

    private static IEnumerable<int> Endless(Action pulled)
    {
        for (int i = 0; ; i++)
        {
            pulled();
            yield return i;
        }
    }

    private static IEnumerable<int> Failing()
    {
        for (int i = 0; i < 5; i++)
        {
            yield return i;
        }

        throw new FormatException("source");
    }

    private static async IAsyncEnumerable<int> Gated(SemaphoreSlim gate, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await gate.WaitAsync(TestContext.Current.CancellationToken);
            yield return i;
        }
    }
}
