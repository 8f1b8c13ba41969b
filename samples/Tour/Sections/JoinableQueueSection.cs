namespace ProcGen.Tour.Sections;

/// <summary>A queue that knows when all work is done, also when a worker dies with a piece of it.</summary>
internal sealed partial class JoinableQueueSection : ISection
{
    public string Name => "joinable-queue";

    public string Title => "a queue that can be joined, and whose items survive their worker";

    [RunInProcess]
    private static int Work(JoinableProcessQueue<int> queue, bool diesAtSeven)
    {
        var count = 0;
        while (queue.TryTake(out var number, Timeout.InfiniteTimeSpan))
        {
            if (diesAtSeven && number == 7)
            {
                Environment.FailFast("struck by lightning");
            }

            count++;
            queue.MarkDone();
        }

        return count;
    }

    public async Task RunAsync(Guide guide)
    {
        using var queue = new JoinableProcessQueue<int>();
        for (var i = 1; i <= 20; i++)
        {
            queue.Add(i);
        }

        await using (var fragile = WorkerProcess.Start(InProcess.Work(queue, diesAtSeven: true), new() { Output = guide.Output }))
        {
            await guide.CheckFailsAsync<WorkerCrashedException>(() => fragile.Result, "a worker dies with item 7 in its hands");
        }

        guide.Check(!queue.Join(TimeSpan.Zero), "so the queue is not done");
        await using var pool = new ProcessPool(new() { Workers = 1, Output = guide.Output });
        var rest = pool.RunAsync(InProcess.Work(queue, diesAtSeven: false));
        await queue.JoinAsync();
        queue.Complete();
        guide.Check(await rest == 14, "another one gets item 7 again, and the rest");
        guide.Check(queue.Join(TimeSpan.Zero), "and the join returned when all twenty were done");
        await guide.CheckFailsAsync<InvalidOperationException>(() => Task.Run(queue.MarkDone), "one mark too many is an error");
    }
}
