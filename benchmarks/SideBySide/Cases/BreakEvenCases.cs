using System.Diagnostics;
using ProcGen.SideBySide.Measuring;
using ProcGen.SideBySide.Ours;
using ProcGen.SideBySide.Peers.InProcess;
using ProcGen.SideBySide.Work;

namespace ProcGen.SideBySide.Cases;

/// <summary>How much work a body has to do before two workers are faster with many of them than one thread is.</summary>
internal static class BreakEvenCases
{
    private static readonly double[] s_microseconds = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];

    public static Case Mapped { get; } = new(
        "break-even",
        "the smallest body that pays, mapped over two workers",
        Quantity.SmallestBody,
        setting => CreateAsync(setting, async (pool, steps, count) =>
        {
            await foreach (uint _ in pool.MapAsync(Enumerable.Repeat(steps, count), Jobs.InProcess.Compute))
            {
            }
        }),
        new Peer(PeerIds.InProcess, WithThreads));

    public static Case Awaited { get; } = new(
        "break-even-awaited",
        "the same, each call awaited by one of two loops",
        Quantity.SmallestBody,
        setting => CreateAsync(setting, (pool, steps, count) => Task.WhenAll(LoopAsync(pool, steps, count / 2), LoopAsync(pool, steps, count - count / 2))),
        new Peer(PeerIds.InProcess, WithThreads));

    private static async Task<IContestant> CreateAsync(Setting setting, Func<ProcessPool, int, int, Task> run)
    {
        ProcessPool pool = OurPool.Create(workers: 2);
        return await SampledContestant.CreateAsync(
            setting, samples: 1, async () => await SearchAsync(setting, (steps, count) => run(pool, steps, count)), pool.DisposeAsync);
    }

    private static Task<IContestant> WithThreads(Setting setting) =>
        InProcessPeer.Sample(async () => await SearchAsync(setting, (steps, count) =>
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = 2 }, _ => Jobs.Compute(steps));
            return Task.CompletedTask;
        }))(setting);

    private static async Task LoopAsync(ProcessPool pool, int steps, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await pool.RunAsync(Jobs.InProcess.Compute(steps));
        }
    }

    private static async Task<double> SearchAsync(Setting setting, Func<int, int, Task> run)
    {
        foreach (double microseconds in s_microseconds)
        {
            int steps = (int)Math.Max(1, microseconds * Jobs.StepsPerMicrosecond);

            // A third of a measurement for one thread, so that a step of the search is short but more than the noise.
            int count = (int)Math.Clamp(setting.Effort.Measurement.TotalMicroseconds / 3 / microseconds, 2, 200_000);
            long begin = Stopwatch.GetTimestamp();
            for (int i = 0; i < count; i++)
            {
                Jobs.Compute(steps);
            }

            TimeSpan alone = Stopwatch.GetElapsedTime(begin);
            begin = Stopwatch.GetTimestamp();
            await run(steps, count);
            if (Stopwatch.GetElapsedTime(begin) < alone)
            {
                return microseconds;
            }
        }

        throw new NoFigureException($"in a round even bodies of {s_microseconds[^1]} µs were faster one after the other on one thread");
    }
}
