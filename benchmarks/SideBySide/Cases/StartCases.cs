using System.Diagnostics;
using ProcGen.SideBySide.Measuring;
using ProcGen.SideBySide.Ours;
using ProcGen.SideBySide.Peers.Python;
using ProcGen.SideBySide.Work;

namespace ProcGen.SideBySide.Cases;

/// <summary>Processes: their start, and what it takes to go on after one was killed.</summary>
internal static class StartCases
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public static Case JustInTime { get; } = new(
        "start-jit",
        "a new process to its first result, against spawn",
        Quantity.Milliseconds,
        setting => SampledContestant.CreateAsync(
            setting,
            setting.Effort.Repetitions,
            async () =>
            {
                long begin = Stopwatch.GetTimestamp();
                await using WorkerProcess<int> process = WorkerProcess.Start(Jobs.InProcess.Identity(1));
                await process.Result;
                return Stopwatch.GetElapsedTime(begin).TotalSeconds;
            },
            () => ValueTask.CompletedTask),
        new Peer(PeerIds.Multiprocessing, PythonPeer.Sample(), Goal: 1 / 0.6));

    public static Case AheadOfTime { get; } = new(
        "start-aot",
        "the same of a NativeAOT application, against fork",
        Quantity.Milliseconds,
        NativeApplication.Sample("start"),
        new Peer(PeerIds.Multiprocessing, PythonPeer.Sample(), Goal: 1 / 1.75));

    public static Case Spare { get; } = new(
        "start-spare",
        "a call on a fresh process out of the spares, against fork",
        Quantity.Milliseconds,
        async setting =>
        {
            var pool = new ProcessPool(new() { Workers = 1, MinWorkers = 1, Spares = 1, MaxCallsPerWorker = 1 });
            return await SampledContestant.CreateAsync(
                setting,
                setting.Effort.Repetitions,
                async () =>
                {
                    await UntilReadyAsync(pool);
                    long begin = Stopwatch.GetTimestamp();
                    await pool.RunAsync(Jobs.InProcess.Identity(1));
                    return Stopwatch.GetElapsedTime(begin).TotalSeconds;
                },
                pool.DisposeAsync);
        },
        new Peer(PeerIds.Multiprocessing, PythonPeer.Sample(), Goal: 1 / 0.15));

    public static Case TimeoutRecovery { get; } = new(
        "timeout-recovery",
        "from the kill of a runaway call to the next result",
        Quantity.Milliseconds,
        async setting =>
        {
            var pool = new ProcessPool(new() { Workers = 1, MinWorkers = 1, Spares = 1 });
            var options = new ProcessCallOptions { Timeout = TimeSpan.FromMilliseconds(50), KillGrace = TimeSpan.Zero };
            return await SampledContestant.CreateAsync(
                setting,
                setting.Effort.Repetitions,
                async () =>
                {
                    await UntilReadyAsync(pool);
                    try
                    {
                        await pool.RunAsync(Jobs.InProcess.RunAway(), options);
                        throw new InvalidOperationException("A call came back that never ends.");
                    }
                    catch (TimeoutException)
                    {
                        long begin = Stopwatch.GetTimestamp();
                        await pool.RunAsync(Jobs.InProcess.Identity(1));
                        return Stopwatch.GetElapsedTime(begin).TotalSeconds;
                    }
                },
                pool.DisposeAsync);
        },
        new Peer(PeerIds.Multiprocessing, PythonPeer.Sample()));

    // The worker and its spare stand by: neither starts any more, and the one that was used is gone.
    private static async Task UntilReadyAsync(ProcessPool pool)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            IReadOnlyList<PoolWorkerStatistics> workers = pool.GetStatistics().Workers;
            if (workers.Count == 2 && workers.All(worker => worker.State is PoolWorkerState.Idle or PoolWorkerState.Spare))
            {
                return;
            }

            if (clock.Elapsed > s_patience)
            {
                throw new TimeoutException($"The pool did not come to rest: {string.Join(", ", workers)}.");
            }

            await Task.Delay(5);
        }
    }
}
