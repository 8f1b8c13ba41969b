using ProcGen.SideBySide.Measuring;
using ProcGen.SideBySide.Ours;
using ProcGen.SideBySide.Peers.Python;
using ProcGen.SideBySide.Work;

namespace ProcGen.SideBySide.Cases;

/// <summary>The same method over many items.</summary>
internal static class MapCases
{
    private const int Million = 1_000_000;

    public static Case UnorderedOne { get; } = new(
        "map-unordered-1",
        "items one by one, as completed, two workers",
        Quantity.Rate("items", 1),
        setting => OurPool.TimeAsync(setting, workers: 2, async (pool, operations) =>
        {
            await foreach (int _ in pool.MapUnorderedAsync(Enumerable.Range(0, operations), Jobs.InProcess.Identity, new MapOptions { ChunkSize = 1 }))
            {
            }
        }),
        new Peer(PeerIds.Multiprocessing, PythonPeer.TimeAsync, Goal: 40));

    public static Case Automatic { get; } = new(
        "map-auto",
        "a million ints, chunks chosen by the pool, two workers",
        Quantity.Rate("items", Million),
        setting => OurPool.TimeAsync(setting, workers: 2, async (pool, operations) =>
        {
            for (int i = 0; i < operations; i++)
            {
                await foreach (int _ in pool.MapAsync(Enumerable.Range(0, Million), Jobs.InProcess.Identity))
                {
                }
            }
        }),
        new Peer(PeerIds.Multiprocessing, PythonPeer.TimeAsync, Goal: 6));
}
