using System.Globalization;

namespace ProcGen.Tests.Load;

public sealed class MixedLoadTests(ITestOutputHelper output) : IClassFixture<LeakCheck>
{
    /// <summary>How many seconds the load lasts; a run for proof takes 600.</summary>
    private const string Variable = "PROCGEN_LOAD_SECONDS";

    private const int DefaultSeconds = 10;
    private const long MostLiveBytes = 64 << 20;

    [Fact]
    public async Task Every_call_ends_once_and_rightly_and_none_runs_twice_while_workers_are_killed()
    {
        int seconds = Environment.GetEnvironmentVariable(Variable) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : DefaultSeconds;
        int seed = Environment.TickCount;
        string journal = Path.Combine(TestRun.TemporaryFolder, $"journal-{Guid.NewGuid():N}");
        try
        {
            MixedLoad load;
            PoolStatistics statistics;
            await using (var pool = new ProcessPool(new() { Workers = 2, MinWorkers = 2, Spares = 1, MaxConcurrentCallsPerWorker = 4 }))
            {
                load = new MixedLoad(pool, journal, seed);
                await load.RunAsync(TimeSpan.FromSeconds(seconds)).WaitAsync(TimeSpan.FromSeconds(seconds + 60), TestContext.Current.CancellationToken);
                await pool.CompleteAsync();
                statistics = pool.GetStatistics();
            }

            output.WriteLine($"seed {seed}: {load.Ended} calls, {load.Killed} kills; {string.Join(", ", load.Endings.OrderByDescending(ending => ending.Value).Select(ending => $"{ending.Value} {ending.Key}"))}");
            Assert.Empty(load.Wrong);
            Assert.Equal(load.Asked, load.Ended);
            Assert.Equal((0, 0), (statistics.QueuedCalls, statistics.RunningCalls));
            Assert.True(load.Killed > seconds / 2, $"Only {load.Killed} workers were killed in {seconds} seconds: that is no test.");

            Dictionary<long, int> begun = File.ReadLines(journal).CountBy(line => long.Parse(line, CultureInfo.InvariantCulture)).ToDictionary();
            Assert.DoesNotContain(begun, body => body.Value > 1 && !load.Repeatable.ContainsKey(body.Key));
            Assert.All(load.Succeeded.Where(number => !load.Unsure.ContainsKey(number)), number => Assert.True(begun.ContainsKey(number), $"{number} has a result and never ran"));
        }
        finally
        {
            File.Delete(journal);
        }

        // What the calls left in this process; descriptors, segments and processes are looked at after the class.
        long live = GC.GetTotalMemory(forceFullCollection: true);
        Assert.True(live < MostLiveBytes, $"{live} bytes are still in use.");
    }
}
