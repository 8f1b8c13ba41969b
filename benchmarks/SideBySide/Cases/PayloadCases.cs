using ProcGen.SideBySide.Measuring;
using ProcGen.SideBySide.Ours;
using ProcGen.SideBySide.Peers.Python;
using ProcGen.SideBySide.Work;

namespace ProcGen.SideBySide.Cases;

/// <summary>Large data there and back.</summary>
internal static class PayloadCases
{
    private const int Size = 64 * 1024 * 1024;

    public static Case Fresh { get; } = new(
        "payload-64MiB",
        "64 MiB there and back, fresh arrays",
        Quantity.Throughput(2L * Size),
        setting => OurPool.TimeAsync(setting, workers: 1, (pool, operations) =>
        {
            for (int i = 0; i < operations; i++)
            {
                if (pool.Run(Jobs.InProcess.Echo(new byte[Size])).Length != Size)
                {
                    throw new InvalidOperationException("Not all of it came back.");
                }
            }

            return ValueTask.CompletedTask;
        }),
        new Peer(PeerIds.Multiprocessing, PythonPeer.TimeAsync, Goal: 6));
}
