using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Sharing;

/// <summary>
/// Histories of a queue, noted in several processes by a clock that they share, are histories of a queue: there is an order of all operations that keeps to the clock and is first in, first out. For a queue with items that
/// differ that is so if nothing is lost or doubled, nothing is taken before it is added, and no item overtakes another one (T. Henzinger, A. Sezgin and V. Vafeiadis, "Aspect-Oriented Linearizability Proofs").
/// </summary>
public sealed class QueueHistoryTests : IClassFixture<LeakCheck>
{
    private const int Count = 1500;

    [Theory]
    [InlineData(1, 11)]
    [InlineData(7, 12)]
    [InlineData(0, 13)]
    public async Task No_item_is_lost_doubled_early_or_overtaken(int capacity, int seed)
    {
        await using var pool = new ProcessPool(new() { Workers = 4 });
        using var queue = new ProcessQueue<int>(capacity);
        Task<QueueStep[]>[] consumers = [pool.RunAsync(Queues.InProcess.ConsumeNotedAsync(queue, seed)), pool.RunAsync(Queues.InProcess.ConsumeNotedAsync(queue, seed + 100))];
        QueueStep[][] added = await Task.WhenAll(
            pool.RunAsync(Queues.InProcess.ProduceNotedAsync(queue, 0, Count, seed + 200)),
            pool.RunAsync(Queues.InProcess.ProduceNotedAsync(queue, Count, Count, seed + 300))).Soon();
        queue.Complete();
        QueueStep[][] taken = await Task.WhenAll(consumers).Soon();

        QueueStep[] adds = [.. added.SelectMany(steps => steps).OrderBy(step => step.Item)];
        QueueStep[] takes = [.. taken.SelectMany(steps => steps).OrderBy(step => step.Item)];
        Assert.Equal(Enumerable.Range(0, 2 * Count), takes.Select(step => step.Item));
        for (int item = 0; item < takes.Length; item++)
        {
            Assert.True(takes[item].End >= adds[item].Begin, $"seed {seed}: {item} was taken before it was added");
        }

        // Among those that were certainly added before an item was, none may be taken certainly after it.
        (long AddEnd, long TakeBegin)[] others = [.. adds.Select(add => (add.End, takes[add.Item].Begin)).OrderBy(other => other.End)];
        int next = 0;
        long latest = long.MinValue;
        foreach (QueueStep add in adds.OrderBy(step => step.Begin))
        {
            while (next < others.Length && others[next].AddEnd < add.Begin)
            {
                latest = Math.Max(latest, others[next++].TakeBegin);
            }

            Assert.True(latest <= takes[add.Item].End, $"seed {seed}: {add.Item} overtook an item that was added before it");
        }
    }
}
