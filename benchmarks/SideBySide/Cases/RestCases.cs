using System.Diagnostics;
using ProcGen.SideBySide.Measuring;
using ProcGen.SideBySide.Ours;
using ProcGen.SideBySide.Peers.Python;
using ProcGen.SideBySide.Work;

namespace ProcGen.SideBySide.Cases;

/// <summary>What a pool costs that has nothing to do.</summary>
internal static class RestCases
{
    public static Case Memory { get; } = new(
        "idle-memory",
        "resident memory of a worker at rest",
        Quantity.Mebibytes,
        async setting =>
        {
            ProcessPool pool = OurPool.Create(workers: 1);
            int worker = await pool.RunAsync(Jobs.InProcess.ProcessId());
            return await SampledContestant.CreateAsync(setting, setting.Effort.Repetitions, () => ValueTask.FromResult(ResidentBytes(worker)), pool.DisposeAsync);
        },
        new Peer(PeerIds.Multiprocessing, PythonPeer.Sample()));

    public static Case NativeMemory { get; } = new(
        "idle-memory-aot",
        "the same of a NativeAOT application",
        Quantity.Mebibytes,
        NativeApplication.Sample("memory"),
        new Peer(PeerIds.Multiprocessing, PythonPeer.Sample()));

    public static Case WakeUps { get; } = new(
        "idle-wakeups",
        "how often the threads of a caller and its two workers wake while nothing is called",
        Quantity.WakeUps,
        async setting =>
        {
            // In a process of its own, because this one does more than rest; and all at once, because rest has to come first.
            await using WorkerProcess<double[]> caller = WorkerProcess.Start(Jobs.InProcess.CountWakeUps(setting.Effort.Rounds + 1));
            var counts = new Queue<double>(await caller.Result);
            return await SampledContestant.CreateAsync(setting, samples: 1, () => ValueTask.FromResult(counts.Dequeue()), () => ValueTask.CompletedTask);
        },
        new Peer(PeerIds.Multiprocessing, PythonPeer.Sample(_ => 1)));

    private static double ResidentBytes(int id)
    {
        using Process process = Process.GetProcessById(id);
        return process.WorkingSet64;
    }
}
