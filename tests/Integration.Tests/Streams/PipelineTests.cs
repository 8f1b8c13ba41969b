namespace ProcGen.Tests.Streams;

/// <summary>Stages in workers over sequences of any length: who is ahead of whom, what is combined, and what is told of it.</summary>
public sealed class PipelineTests : IClassFixture<LeakCheck>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stages_of_two_pools_give_their_results_in_order()
    {
        await using var first = new ProcessPool(new() { Workers = 1 });
        await using var second = new ProcessPool(new() { Workers = 1 });

        List<int> results = await Numbers(500).InPool(first, PipelineMethods.InProcess.Double).InPool(second, PipelineMethods.InProcess.Increment).ToListAsync(Token);
        Assert.Equal(Enumerable.Range(0, 500).Select(n => (2 * n) + 1), results);

        List<int> unordered = await Enumerable.Range(0, 500).InPoolUnordered(first, PipelineMethods.InProcess.Double).InPoolUnordered(second, PipelineMethods.InProcess.Increment).ToListAsync(Token);
        Assert.Equal(Enumerable.Range(0, 500).Select(n => (2 * n) + 1), unordered.Order());
    }

    [Fact]
    public async Task A_slow_consumer_holds_back_all_stages_and_the_source()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        int pulled = 0;
        int disposed = 0;
        var options = new MapOptions { BufferSize = 4, ChunkSize = 1 };

        List<int> results = await Endless().InPool(pool, PipelineMethods.InProcess.Double, options).InPool(pool, PipelineMethods.InProcess.Increment, options).Take(10).ToListAsync(Token);

        Assert.Equal(Enumerable.Range(0, 10).Select(n => (2 * n) + 1), results);

        // Besides the ten: for each stage its buffer and one per worker, and an item that is being pulled.
        Assert.InRange(pulled, 10, 10 + (2 * (4 + 1 + 1)));
        Assert.Equal(1, disposed);

        async IAsyncEnumerable<int> Endless()
        {
            try
            {
                while (true)
                {
                    await Task.Yield();
                    yield return pulled++;
                }
            }
            finally
            {
                disposed++;
            }
        }
    }

    [Fact]
    public async Task An_error_of_an_early_stage_arrives_after_the_results_before_it()
    {
        await using var pool = new ProcessPool(new() { Workers = 2 });
        var results = new List<int>();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (int result in Numbers(100).InPool(pool, n => PipelineMethods.InProcess.DoubleUnless(n, 20)).InPool(pool, PipelineMethods.InProcess.Increment))
            {
                results.Add(result);
            }
        });

        Assert.Equal("not 20", error.Message);
        Assert.Equal(Enumerable.Range(0, 20).Select(n => (2 * n) + 1), results);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1000)]
    public async Task Results_are_combined_here_or_in_a_tree_of_workers_in_their_order(int count)
    {
        await using var pool = new ProcessPool(new() { Workers = 2 });
        string expected = string.Concat(Enumerable.Range(0, count).Select(n => $"{n},"));

        Assert.Equal(expected, await pool.AggregateAsync(Enumerable.Range(0, count), PipelineMethods.InProcess.Text, "", (all, next) => all + next, cancellationToken: Token));
        Assert.Equal(expected, await pool.AggregateAsync(Numbers(count), PipelineMethods.InProcess.Text, PipelineMethods.InProcess.Join, cancellationToken: Token));
    }

    [Fact]
    public async Task What_is_combined_of_nothing_is_the_seed_or_an_error()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });

        Assert.Equal("seed", await pool.AggregateAsync(Numbers(0), PipelineMethods.InProcess.Text, "seed", (all, next) => all + next, cancellationToken: Token));
        await Assert.ThrowsAsync<InvalidOperationException>(() => pool.AggregateAsync(Numbers(0), PipelineMethods.InProcess.Text, PipelineMethods.InProcess.Join, cancellationToken: Token));
    }

    [Fact]
    public async Task An_error_of_a_combination_is_that_of_the_whole()
    {
        await using var pool = new ProcessPool(new() { Workers = 2 });

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            pool.AggregateAsync(Numbers(100), PipelineMethods.InProcess.Text, (a, b) => PipelineMethods.InProcess.JoinUnless(a, b, "50,51,"), cancellationToken: Token));

        Assert.Equal("not 50,51,", error.Message);
        Assert.Equal(4, await pool.RunAsync(PipelineMethods.InProcess.Double(2), Token));
    }

    [Fact]
    public async Task Progress_tells_how_much_is_done_and_failed_and_how_long_the_rest_takes()
    {
        await using var pool = new ProcessPool(new() { Workers = 2 });
        var reports = new Reports();

        await foreach (CallResult<int, int> result in pool.MapResultsAsync(
            Enumerable.Range(0, 200), n => PipelineMethods.InProcess.SleepUnless(n, 1, n % 50 == 0), new MapOptions { Progress = reports }, Token))
        {
            Assert.Equal(result.Item % 50 != 0, result.IsSuccess);
        }

        Assert.Equal(new MapProgress(0, 0, 200, TimeSpan.Zero), reports[0]);
        MapProgress last = reports[^1];
        Assert.Equal((200, 4, 200, 1), (last.Done, last.Failed, last.Total, last.Fraction));
        Assert.Equal(TimeSpan.Zero, last.Remaining);
        Assert.InRange(last.Rate, 1, 200 / 0.05);
        Assert.Equal(reports.OrderBy(report => report.Done), reports);
        MapProgress middle = Assert.IsType<MapProgress>(reports.First(report => report.Done is > 0 and < 200));
        Assert.True(middle.Remaining > TimeSpan.Zero);
    }

    [Fact]
    public async Task Progress_over_a_source_of_unknown_length_has_no_total_unless_it_is_given()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        var unknown = new Reports();
        var given = new Reports();

        await pool.ForEachAsync(Numbers(10), PipelineMethods.InProcess.Double, new MapOptions { Progress = unknown }, Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            pool.ForEachAsync(Numbers(10), n => PipelineMethods.InProcess.DoubleUnless(n, 3), new MapOptions { Progress = given, Total = 10 }, Token));

        Assert.Equal((10, null, null), (unknown[^1].Done, unknown[^1].Total, unknown[^1].Remaining));
        Assert.Equal((10L, 1L), (given[^1].Total, given[^1].Failed));
    }

    private static async IAsyncEnumerable<int> Numbers(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    private sealed class Reports : List<MapProgress>, IProgress<MapProgress>
    {
        public void Report(MapProgress value) => Add(value);
    }
}

/// <summary>The stages.</summary>
internal static partial class PipelineMethods
{
    [RunInProcess]
    public static int Double(int n) => 2 * n;

    [RunInProcess]
    public static int Increment(int n) => n + 1;

    [RunInProcess]
    public static int DoubleUnless(int n, int bad) => n == bad ? throw new InvalidOperationException($"not {n}") : 2 * n;

    [RunInProcess]
    public static int SleepUnless(int n, int milliseconds, bool isBad)
    {
        Thread.Sleep(milliseconds);
        return isBad ? throw new InvalidOperationException($"not {n}") : n;
    }

    [RunInProcess]
    public static string Text(int n) => $"{n},";

    [RunInProcess]
    public static string Join(string a, string b) => a + b;

    [RunInProcess]
    public static string JoinUnless(string a, string b, string bad) => a + b == bad ? throw new InvalidOperationException($"not {bad}") : a + b;
}
