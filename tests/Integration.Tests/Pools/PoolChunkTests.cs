using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Pools;

/// <summary>Everything that can happen to an item happens to one in the middle of a chunk, and to no other.</summary>
[Trait("Case", "18")]
public sealed class PoolChunkTests : IDisposable
{
    private const int Count = 6;

    private readonly string _journal = Path.Combine(Path.GetTempPath(), $"procgen-chunk-{Guid.NewGuid():N}");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_journal);

    [Fact]
    [Trait("Case", "1")]
    public async Task A_death_at_any_item_costs_that_item_and_runs_none_twice()
    {
        await using ProcessPool pool = NewPool();
        for (int bad = 0; bad < Count; bad++)
        {
            await CheckDeathAsync(pool, bad, Ending.NativeCrash);
        }
    }

    [Theory]
    [InlineData(Ending.ExitZero)]
    [InlineData(Ending.Exit42)]
    [InlineData(Ending.FailFast)]
    [InlineData(Ending.StackOverflow)]
    public async Task However_a_worker_ends_only_the_item_at_hand_is_lost(Ending ending)
    {
        await using ProcessPool pool = NewPool();
        await CheckDeathAsync(pool, 3, ending);
    }

    [Fact]
    public async Task An_idempotent_item_runs_again_and_those_in_front_of_it_do_not()
    {
        await using ProcessPool pool = NewPool();
        List<int> results = await pool.MapAsync(Enumerable.Range(0, Count), n => ChunkMethods.InProcess.DieOnceOn(_journal, n, 2), new() { ChunkSize = Count }, Token).ToListAsync(Token);
        Assert.Equal(Enumerable.Range(0, Count), results);
        Assert.Equal(["0", "1", "2", "2", "3", "4", "5"], File.ReadAllLines(_journal));
    }

    [Fact]
    [Trait("Case", "3")]
    public async Task What_cannot_be_written_or_read_fails_its_item_alone()
    {
        await using ProcessPool pool = NewPool();
        Trap[] arguments = [.. Enumerable.Range(0, Count).Select(n => new Trap(n == 1 ? Harm.Throw : Harm.None, n == 4 ? Harm.Throw : Harm.None))];
        List<CallResult<Trap, int>> taken = await pool.MapResultsAsync(arguments, trap => Crossing.InProcess.Take(trap), new() { ChunkSize = Count }, Token).ToListAsync(Token);
        AssertFailed<ProcessSerializationException, Trap, int>(taken, 1, 4);
        Assert.Contains("an argument of 'Crossing.Take", taken[1].Error!.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("an argument of 'Crossing.Take", taken[4].Error!.Message, StringComparison.OrdinalIgnoreCase);

        List<CallResult<int, Trap>> given = await pool.MapResultsAsync(
            Enumerable.Range(0, Count), n => Crossing.InProcess.Give(n == 1 ? Harm.Throw : Harm.None, n == 4 ? Harm.Throw : Harm.None), new() { ChunkSize = Count }, Token).ToListAsync(Token);
        AssertFailed<ProcessSerializationException, int, Trap>(given, 1, 4);
        Assert.Contains("the result of 'Crossing.Give", given[1].Error!.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("the result of 'Crossing.Give", given[4].Error!.Message, StringComparison.OrdinalIgnoreCase);

        List<CallResult<int, int>> thrown = await pool.MapResultsAsync(
            Enumerable.Range(0, Count), n => Crossing.InProcess.Spring(n == 3 ? Harm.Throw : Harm.None), new() { ChunkSize = Count }, Token).ToListAsync(Token);
        AssertFailed<FormatException, int, int>(thrown, 3);
        Assert.Equal(1, pool.GetStatistics().StartedWorkers);
    }

    [Fact]
    public async Task The_time_of_each_item_counts_from_its_own_start()
    {
        await using ProcessPool pool = NewPool(TimeSpan.FromSeconds(2));
        List<CallResult<int, int>> results = await pool.MapResultsAsync(
            Enumerable.Range(0, Count), n => n == 4 ? PoolMethods.InProcess.SpinOn(n, 4) : PoolMethods.InProcess.SpinOn(n, -1), new() { ChunkSize = Count }, Token).ToListAsync(Token);
        AssertFailed<TimeoutException, int, int>(results, 4);

        // Together they take longer than one may.
        List<int> slow = await pool.MapAsync(Enumerable.Range(0, Count), _ => PoolMethods.InProcess.Sleep(600), new() { ChunkSize = Count }, Token).ToListAsync(Token);
        Assert.Equal(Count, slow.Count);
    }

    [Fact]
    public async Task An_item_that_honours_its_token_times_out_and_leaves_its_worker_to_the_others()
    {
        await using var pool = new ProcessPool(new() { Workers = 1, Timeout = TimeSpan.FromSeconds(1), KillGrace = TimeSpan.FromSeconds(20) });
        List<CallResult<int, int>> results = await pool.MapResultsAsync(
            Enumerable.Range(0, Count), n => ChunkMethods.InProcess.WaitOn(n, 3), new() { ChunkSize = Count }, Token).ToListAsync(Token);
        AssertFailed<TimeoutException, int, int>(results, 3);
        Assert.Single(results.Where(r => r.IsSuccess).Select(r => r.Value).Distinct());
        Assert.Equal(1, pool.GetStatistics().StartedWorkers);
    }

    [Fact]
    [Trait("Case", "20")]
    public async Task A_worker_runs_no_more_items_than_calls_it_may()
    {
        await using var pool = new ProcessPool(new() { Workers = 1, MaxCallsPerWorker = 3 });
        List<int> ids = await pool.MapAsync(Enumerable.Range(0, 8), _ => PoolMethods.InProcess.ProcessId(), new() { ChunkSize = 8 }, Token).ToListAsync(Token);
        Assert.Equal([3, 3, 2], ids.GroupBy(id => id).Select(g => g.Count()));
    }

    [Fact]
    public async Task Results_of_any_size_arrive_in_order()
    {
        await using ProcessPool pool = NewPool();
        int[] sizes = [0, 1, 100, 40_000, 3, 200_000, 30_000, 30_000, 30_000, 1_000_000, 5];
        List<string> results = await pool.MapAsync(sizes, n => ChunkMethods.InProcess.Letters(n), new() { ChunkSize = sizes.Length }, Token).ToListAsync(Token);
        Assert.Equal(sizes, results.Select(r => r.Length));
        List<int> lengths = await pool.MapAsync(sizes, n => PoolMethods.InProcess.Length(new byte[n]), new() { ChunkSize = sizes.Length }, Token).ToListAsync(Token);
        Assert.Equal(sizes, lengths);
    }

    [Fact]
    public async Task Items_count_one_by_one_in_the_statistics()
    {
        await using ProcessPool pool = NewPool();
        await pool.MapResultsAsync(Enumerable.Range(0, 100), n => PoolMethods.InProcess.ThrowOn(n, 5), new() { ChunkSize = 20 }, Token).ToListAsync(Token);
        await Eventually.HoldsAsync(() => pool.GetStatistics().CompletedCalls == 100);
        Assert.Equal(100, pool.GetStatistics().Workers.Sum(w => w.Calls));
    }

    [Fact]
    public async Task What_a_map_that_is_left_early_has_under_way_ends()
    {
        await using ProcessPool pool = NewPool();
        await foreach (int _ in pool.MapAsync(Enumerable.Range(0, 1_000_000), n => ChunkMethods.InProcess.SleepOn(_journal, n, 40, 50), new() { ChunkSize = 100 }, Token))
        {
            break;
        }

        await Eventually.HoldsAsync(() => pool.GetStatistics() is { QueuedCalls: 0, RunningCalls: 0 });
        int began = File.ReadAllLines(_journal).Length;
        Assert.Equal(3, await pool.RunAsync(PoolMethods.InProcess.Add(1, 2), Token));
        Assert.Equal(began, File.ReadAllLines(_journal).Length);
    }

    [Fact]
    public async Task Slow_items_behind_fast_ones_do_not_stay_in_one_worker()
    {
        await using var pool = new ProcessPool(new() { Workers = 2, MinWorkers = 2 });
        await pool.BroadcastAsync(PoolMethods.InProcess.ProcessId(), Token);

        // Long enough for a chunk of many; then each takes a hundred thousand times as long.
        const int Fast = 3000;
        const int Slow = 60;
        List<int> ids = await pool.MapAsync(Enumerable.Range(0, Fast + Slow), n => ChunkMethods.InProcess.SleepOn(_journal, n, Fast, 30), cancellationToken: Token).ToListAsync(Token);
        Assert.Equal(2, ids[^Slow..].Distinct().Count());
        string[] lines = File.ReadAllLines(_journal);
        Assert.Equal(Fast + Slow, lines.Length);
        Assert.Equal(Fast + Slow, lines.Distinct().Count());
    }

    private static ProcessPool NewPool(TimeSpan? timeout = null) => new(new() { Workers = 1, Timeout = timeout });

    private static void AssertFailed<TError, TSource, TResult>(List<CallResult<TSource, TResult>> results, params int[] failed)
    {
        Assert.Equal(Count, results.Count);
        for (int i = 0; i < Count; i++)
        {
            Assert.Equal(i, results[i].Index);
            if (failed.Contains(i))
            {
                Assert.IsAssignableFrom<TError>(results[i].Error);
            }
            else
            {
                Assert.Null(results[i].Error);
            }
        }
    }

    private async Task CheckDeathAsync(ProcessPool pool, int bad, Ending ending)
    {
        File.Delete(_journal);
        List<CallResult<int, int>> results = await pool.MapResultsAsync(
            Enumerable.Range(0, Count), n => ChunkMethods.InProcess.EndOn(_journal, n, bad, ending), new() { ChunkSize = Count }, Token).ToListAsync(Token);
        AssertFailed<WorkerCrashedException, int, int>(results, bad);
        Assert.True(((WorkerCrashedException)results[bad].Error!).MayHaveRun);
        Assert.All(results.Where(r => r.IsSuccess), r => Assert.Equal(r.Item, r.Value));
        Assert.Equal(Enumerable.Range(0, Count).Select(n => $"{n}"), File.ReadAllLines(_journal));
    }
}
