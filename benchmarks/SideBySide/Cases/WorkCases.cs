using System.Diagnostics;
using ProcGen.SideBySide.Measuring;
using ProcGen.SideBySide.Ours;
using ProcGen.SideBySide.Peers.InProcess;
using ProcGen.SideBySide.Work;

namespace ProcGen.SideBySide.Cases;

/// <summary>Real work on two cores: what is gained, beside threads of one process.</summary>
internal static class WorkCases
{
    private const int Bodies = 40;
    private const int Texts = 16;

    private static readonly string[] s_texts = [.. Enumerable.Repeat(Text.Create(words: 20_000), Texts)];

    public static Case Scaling { get; } = new(
        "scaling",
        "how much faster two workers compute than one",
        Quantity.Speedup,
        async setting =>
        {
            ProcessPool one = OurPool.Create(workers: 1);
            ProcessPool two = OurPool.Create(workers: 2);
            int steps = StepsOf(setting);
            return await SampledContestant.CreateAsync(
                setting,
                samples: 1,
                async () => await SecondsAsync(one, steps) / await SecondsAsync(two, steps),
                async () =>
                {
                    await one.DisposeAsync();
                    await two.DisposeAsync();
                });
        },
        new Peer(PeerIds.InProcess, setting => InProcessPeer.Sample(() =>
        {
            int steps = StepsOf(setting);
            return new ValueTask<double>(Seconds(threads: 1, steps) / Seconds(threads: 2, steps));
        })(setting)));

    public static Case AllocationContention { get; } = new(
        "alloc-contention",
        "an allocation-heavy parse, two workers, against two threads",
        Quantity.Rate("texts", Texts),
        setting => OurPool.TimeAsync(setting, workers: 2, async (pool, operations) =>
        {
            for (int i = 0; i < operations; i++)
            {
                await foreach (int _ in pool.MapUnorderedAsync(s_texts, Jobs.InProcess.Parse, new MapOptions { ChunkSize = 1 }))
                {
                }
            }
        }),
        new Peer(PeerIds.InProcess, InProcessPeer.Time(operations =>
        {
            for (int i = 0; i < operations; i++)
            {
                Parallel.ForEach(s_texts, new ParallelOptions { MaxDegreeOfParallelism = 2 }, text => Jobs.Parse(text));
            }

            return ValueTask.CompletedTask;
        })));

    // One body is a fortieth of a measurement.
    private static int StepsOf(Setting setting) => (int)(setting.Effort.Measurement.TotalMicroseconds / Bodies * Jobs.StepsPerMicrosecond);

    private static async Task<double> SecondsAsync(ProcessPool pool, int steps)
    {
        long begin = Stopwatch.GetTimestamp();
        await foreach (uint _ in pool.MapUnorderedAsync(Enumerable.Repeat(steps, Bodies), Jobs.InProcess.Compute, new MapOptions { ChunkSize = 1 }))
        {
        }

        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    private static double Seconds(int threads, int steps)
    {
        long begin = Stopwatch.GetTimestamp();
        Parallel.For(0, Bodies, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ => Jobs.Compute(steps));
        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }
}
