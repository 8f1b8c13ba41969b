using System.Globalization;

namespace ProcGen.Tests.Load;

public sealed class MixedLoadTests(ITestOutputHelper output) : IClassFixture<LeakCheck>
{
    /// <summary>How many seconds the load lasts; a run for proof takes 600.</summary>
    private const string Variable = "PROCGEN_LOAD_SECONDS";

    // The shared pool of arrays keeps what the larger arguments were written to.
    private const long MostBytesLeft = 96 << 20;

    [Fact]
    public async Task Every_call_ends_once_and_rightly_and_none_runs_twice_while_workers_are_killed()
    {
        // In a process of its own: what it leaves in memory is not to be mixed with what other tests do.
        string? text = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipUnless(text is not null, $"{Variable} does not say how many seconds the load is to last.");
        int seconds = int.Parse(text, CultureInfo.InvariantCulture);
        int seed = Environment.TickCount;
        long before = GC.GetTotalMemory(forceFullCollection: true);
        string journal = Path.Combine(TestRun.TemporaryFolder, $"journal-{Guid.NewGuid():N}");
        try
        {
            MixedLoad load;
            PoolStatistics statistics;
            await using (var pool = new ProcessPool(new() { Workers = 2, MinWorkers = 2, Spares = 1, MaxConcurrentCallsPerWorker = 4 }))
            {
                load = new MixedLoad(pool, journal, seed);
                Task run = load.RunAsync(TimeSpan.FromSeconds(seconds));
                if (await Task.WhenAny(run, Task.Delay(TimeSpan.FromSeconds(seconds + 60), TestContext.Current.CancellationToken)) != run)
                {
                    PoolStatistics stuck = pool.GetStatistics();
                    Assert.Fail($"A minute after the end of the load these have not ended: {string.Join("; ", load.UnderWay)}. The pool: {stuck}, with {string.Join(", ", stuck.Workers)}");
                }

                await run;
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
        long left = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"{before >> 20} MiB of objects before, {left >> 20} MiB more after");
        Assert.True(left < MostBytesLeft, $"{left} bytes more than before are still in use.");
    }
}
