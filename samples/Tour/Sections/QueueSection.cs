namespace ProcGen.Tour.Sections;

/// <summary>A queue between processes.</summary>
internal sealed partial class QueueSection : ISection
{
    public string Name => "queue";

    public string Title => "a queue between processes: its end is told, and nobody feeds it";

    [RunInProcess]
    private static void Produce(ProcessQueue<Reading> queue, int sensor, int count)
    {
        for (var i = 0; i < count; i++)
        {
            queue.Add(new Reading($"sensor {sensor}", i));
        }
    }

    [RunInProcess]
    private static int Consume(ProcessQueue<Reading> queue) => queue.GetConsumingEnumerable().Sum(reading => reading.Value);

    public async Task RunAsync(Guide guide)
    {
        using var queue = new ProcessQueue<Reading>(capacity: 100);
        await using var pool = new ProcessPool(new() { Workers = 3, Output = guide.Output });

        var consumer = pool.RunAsync(InProcess.Consume(queue));
        await Task.WhenAll(pool.RunAsync(InProcess.Produce(queue, 1, 1000)), pool.RunAsync(InProcess.Produce(queue, 2, 1000)));
        queue.Complete();
        guide.Check(await consumer == 999_000, "two producers and a consumer, each in a process of its own, and no sentinel");
        await guide.CheckFailsAsync<System.Threading.Channels.ChannelClosedException>(() => queue.AddAsync(new Reading("late", 0)).AsTask(), "nothing is added to a completed queue");

        using var left = new ProcessQueue<Reading>();
        await using (var process = WorkerProcess.Start(InProcess.Produce(left, 3, 50_000), new() { Output = guide.Output }))
        {
            await process.WaitForExitAsync();
        }

        guide.Say($"the producer has ended, and {left.Count:N0} items wait");
        left.Complete();
        guide.Check(left.GetConsumingEnumerable().Count() == 50_000, "waiting for the producer first and taking then is no deadlock");
    }

    internal sealed record Reading(string Sensor, int Value);
}
