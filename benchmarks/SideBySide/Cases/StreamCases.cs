using ProcGen.SideBySide.Measuring;
using ProcGen.SideBySide.Ours;
using ProcGen.SideBySide.Peers.InProcess;
using ProcGen.SideBySide.Peers.JsonRpc;
using ProcGen.SideBySide.Peers.Python;
using ProcGen.SideBySide.Work;

namespace ProcGen.SideBySide.Cases;

/// <summary>Sequences that a worker produces, or takes from its caller. Python has nothing of the kind: there the nearest is a map that yields as it goes.</summary>
internal static class StreamCases
{
    public static Case Out { get; } = new(
        "stream-out",
        "ints that a worker produces, one by one",
        Quantity.Rate("items", 1),
        setting => OurPool.TimeAsync(setting, workers: 1, async (pool, operations) =>
        {
            long sum = 0;
            await foreach (int item in pool.StreamAsync(Flow.InProcess.Produce(operations)))
            {
                sum += item;
            }

            Check(sum, operations);
        }),
        new Peer(PeerIds.Multiprocessing, PythonPeer.TimeAsync, Goal: 40),
        new Peer(PeerIds.StreamJsonRpc, JsonRpcStreamPeer.CreateAsync, Goal: 10));

    public static Case In { get; } = new(
        "stream-in",
        "ints that a worker takes from its caller, one by one",
        Quantity.Rate("items", 1),
        setting => OurPool.TimeAsync(setting, workers: 1, async (pool, operations) =>
            Check(await pool.RunAsync(Flow.InProcess.Consume(Flow.Produce(operations))), operations)),
        new Peer(PeerIds.Multiprocessing, PythonPeer.TimeAsync, Goal: 40));

    public static Case ChunksOut { get; } = new(
        "stream-out-1MiB",
        "chunks of 1 MiB that a worker produces; against the four copies of them alone",
        Quantity.Throughput(Flow.ChunkSize),
        setting => OurPool.TimeAsync(setting, workers: 1, async (pool, operations) =>
        {
            await foreach (byte[] _ in pool.StreamAsync(Flow.InProcess.ProduceChunks(operations)))
            {
            }
        }),
        new Peer(PeerIds.InProcess, InProcessPeer.Time(Copy), Goal: 0.4));

    public static Case ChunksIn { get; } = new(
        "stream-in-1MiB",
        "chunks of 1 MiB that a worker takes from its caller; against the four copies of them alone",
        Quantity.Throughput(Flow.ChunkSize),
        setting => OurPool.TimeAsync(setting, workers: 1, async (pool, operations) =>
            await pool.RunAsync(Flow.InProcess.ConsumeChunks(Flow.ProduceChunks(operations)))),
        new Peer(PeerIds.InProcess, InProcessPeer.Time(Copy), Goal: 0.4));

    private static ValueTask Copy(int operations)
    {
        Flow.CopyChunks(operations);
        return ValueTask.CompletedTask;
    }

    private static void Check(long sum, long operations)
    {
        if (sum != operations * (operations - 1) / 2)
        {
            throw new InvalidOperationException("Not all of it came.");
        }
    }
}
