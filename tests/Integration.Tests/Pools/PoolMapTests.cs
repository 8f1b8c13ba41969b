using ProcGen.Tests;

namespace ProcGen.Tests.Pools;

public sealed class PoolMapTests : IClassFixture<LeakCheck>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(40)]
    [InlineData(50)]
    [Trait("Case", "17")]
    public async Task Every_chunk_size_gives_the_same_results_in_order(int? chunkSize)
    {
        await using var pool = new ProcessPool(new() { Workers = 2 });
        List<int> results = await pool.MapAsync(Enumerable.Range(0, 40), PoolMethods.InProcess.Square, new() { ChunkSize = chunkSize }, Token).ToListAsync(Token);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => i * i), results);
        List<int> unordered = await pool.MapUnorderedAsync(Enumerable.Range(0, 40), PoolMethods.InProcess.Square, new() { ChunkSize = chunkSize }, Token).ToListAsync(Token);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => i * i), unordered.Order());
    }

    [Fact]
    public async Task An_asynchronous_source_maps_by_method_group_and_by_lambda()
    {
        await using var pool = new ProcessPool(new() { Workers = 2 });
        IAsyncEnumerable<int> source = Enumerable.Range(0, 10).ToAsyncEnumerable();
        Assert.Equal(Enumerable.Range(0, 10).Select(i => i * i), await pool.MapAsync(source, PoolMethods.InProcess.Square, cancellationToken: Token).ToListAsync(Token));
        Assert.Equal(Enumerable.Range(1, 10), await pool.MapAsync(source, i => PoolMethods.InProcess.Add(i, 1), cancellationToken: Token).ToListAsync(Token));
    }

    [Fact]
    [Trait("Case", "17")]
    public async Task An_unordered_map_gives_what_is_ready_first()
    {
        await using var pool = new ProcessPool(new() { Workers = 2, MinWorkers = 2 });
        await pool.BroadcastAsync(PoolMethods.InProcess.ProcessId(), Token);
        int[] waits = [1500, 1, 1, 1];
        var order = new List<long>();
        await foreach (CallResult<int, int> result in pool.MapResultsUnorderedAsync(waits, PoolMethods.InProcess.Sleep, new() { ChunkSize = 1 }, Token))
        {
            order.Add(result.Index);
        }

        Assert.Equal(0, order[^1]);
    }

    [Fact]
    [Trait("Case", "18")]
    public async Task Errors_timeouts_and_crashes_are_of_their_item_also_in_a_chunk()
    {
        // Far longer than the calls take that are in time, also on a busy machine.
        await using var pool = new ProcessPool(new() { Workers = 2, Timeout = TimeSpan.FromSeconds(3) });
        (Func<int, ProcessCall<int>> Call, Type Error)[] kinds =
        [
            (n => PoolMethods.InProcess.ThrowOn(n, 7), typeof(InvalidOperationException)),
            (n => PoolMethods.InProcess.SpinOn(n, 7), typeof(TimeoutException)),
            (n => PoolMethods.InProcess.KillSelfOn(n, 7), typeof(WorkerCrashedException)),
        ];
        foreach ((Func<int, ProcessCall<int>> call, Type error) in kinds)
        {
            List<CallResult<int, int>> results = await pool.MapResultsAsync(Enumerable.Range(0, 20), call, new() { ChunkSize = 10 }, Token).ToListAsync(Token);
            Assert.Equal(20, results.Count);
            foreach (CallResult<int, int> result in results)
            {
                Assert.Equal(result.Item, (int)result.Index);
                if (result.Item == 7)
                {
                    Assert.IsType(error, result.Error);
                }
                else
                {
                    Assert.Equal(result.Item, result.Value);
                }
            }
        }
    }

    [Fact]
    public async Task The_first_error_ends_a_map_of_values()
    {
        await using var pool = new ProcessPool(new() { Workers = 2 });
        var seen = new List<int>();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (int n in pool.MapAsync(Enumerable.Range(0, 100), n => PoolMethods.InProcess.ThrowOn(n, 5), cancellationToken: Token))
            {
                seen.Add(n);
            }
        });
        Assert.Equal("no 5", error.Message);
        Assert.Equal([0, 1, 2, 3, 4], seen);
        Assert.Equal(3, await pool.RunAsync(PoolMethods.InProcess.Add(1, 2), Token));
    }

    [Fact]
    [Trait("Case", "19")]
    public async Task An_endless_source_is_pulled_no_further_than_the_window()
    {
        const int Workers = 2;
        await using var pool = new ProcessPool(new() { Workers = Workers });
        int pulled = 0;
        int taken = 0;
        IEnumerable<int> source = Endless(() => pulled++);
        await foreach (int n in pool.MapAsync(source, PoolMethods.InProcess.Square, new() { BufferSize = 10 }, Token))
        {
            Assert.Equal(taken * taken, n);
            taken++;
            Assert.InRange(pulled, taken, taken + 10 + Workers);
            if (taken == 100)
            {
                break;
            }
        }

        await Eventually.HoldsAsync(() => pool.GetStatistics() is { QueuedCalls: 0, RunningCalls: 0 });
    }

    [Fact]
    public async Task For_each_runs_methods_without_a_result()
    {
        string file = Path.Combine(Path.GetTempPath(), $"procgen-test-{Guid.NewGuid():N}");
        try
        {
            await using var pool = new ProcessPool(new() { Workers = 1 });
            await pool.ForEachAsync(Enumerable.Range(0, 25), n => PoolMethods.InProcess.Append(file, $"{n};"), cancellationToken: Token);
            Assert.Equal(Enumerable.Range(0, 25), File.ReadAllText(file).Split(';', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<int> Endless(Action pulled)
    {
        for (int i = 0; ; i++)
        {
            pulled();
            yield return i;
        }
    }
}
