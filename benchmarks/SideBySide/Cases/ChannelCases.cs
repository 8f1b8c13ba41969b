using ProcGen.SideBySide.Measuring;
using ProcGen.SideBySide.Ours;
using ProcGen.SideBySide.Peers.Python;
using ProcGen.SideBySide.Work;

namespace ProcGen.SideBySide.Cases;

/// <summary>Queues and pipes between processes.</summary>
internal static class ChannelCases
{
    // So many that the call which begins an operation does not count. The other side has the same number.
    private const int ItemsPerOperation = 10_000;

    public static Case Queue { get; } = new(
        "queue",
        "ints through a queue, from a worker to this process",
        Quantity.Rate("items", ItemsPerOperation),
        setting => CreateAsync(setting, () => new ProcessQueue<int>(), 1, async (pool, queue, count) =>
        {
            Task producer = pool.RunAsync(Channels.InProcess.PutNumbers(queue, count));
            Channels.GetNumbers(queue, count);
            await producer;
        }),
        new Peer(PeerIds.Multiprocessing, PythonPeer.TimeAsync, Goal: 40));

    public static Case QueueBetweenFour { get; } = new(
        "queue-2x2",
        "ints through a queue, from two workers to two others",
        Quantity.Rate("items", ItemsPerOperation),
        setting => CreateAsync(setting, () => new ProcessQueue<int>(), 4, (pool, queue, count) => Task.WhenAll(
            pool.RunAsync(Channels.InProcess.PutNumbers(queue, count - count / 2)),
            pool.RunAsync(Channels.InProcess.PutNumbers(queue, count / 2)),
            pool.RunAsync(Channels.InProcess.GetNumbers(queue, count - count / 2)),
            pool.RunAsync(Channels.InProcess.GetNumbers(queue, count / 2)))),
        new Peer(PeerIds.Multiprocessing, PythonPeer.TimeAsync, Goal: 40));

    public static Case QueueOfObjects { get; } = new(
        "queue-objects",
        "records with a string through a queue, from a worker to this process",
        Quantity.Rate("items", ItemsPerOperation),
        setting => CreateAsync(setting, () => new ProcessQueue<Order>(), 1, async (pool, queue, count) =>
        {
            Task producer = pool.RunAsync(Channels.InProcess.PutOrders(queue, count));
            for (int i = 0; i < count; i++)
            {
                queue.Take();
            }

            await producer;
        }),
        new Peer(PeerIds.Multiprocessing, PythonPeer.TimeAsync, Goal: 20));

    public static Case QueueJoinable { get; } = new(
        "queue-joinable",
        "ints through a joinable queue, each marked done, then joined",
        Quantity.Rate("items", ItemsPerOperation),
        setting => CreateAsync(setting, () => new JoinableProcessQueue<int>(), 1, async (pool, queue, count) =>
        {
            Task producer = pool.RunAsync(Channels.InProcess.PutWork(queue, count));
            for (int i = 0; i < count; i++)
            {
                queue.Take();
                queue.MarkDone();
            }

            await queue.JoinAsync();
            await producer;
        }),
        new Peer(PeerIds.Multiprocessing, PythonPeer.TimeAsync, Goal: 30));

    public static Case PipePingPong { get; } = new(
        "pipe-pingpong",
        "an int to a worker and back through a pipe",
        Quantity.Microseconds,
        setting =>
        {
            ProcessPool pool = OurPool.Create(1);
            (ProcessPipe<int> ours, ProcessPipe<int> theirs) = ProcessPipe.Create<int>();
            Task echo = pool.RunAsync(Channels.InProcess.EchoMessages(theirs));
            theirs.Dispose();
            return TimedContestant.CreateAsync(
                setting,
                operations =>
                {
                    for (int i = 0; i < operations; i++)
                    {
                        ours.Send(i);
                        if (ours.Receive() != i)
                        {
                            throw new InvalidOperationException("Something else came back.");
                        }
                    }

                    return ValueTask.CompletedTask;
                },
                async () =>
                {
                    ours.Dispose();
                    await echo;
                    await pool.DisposeAsync();
                });
        },
        new Peer(PeerIds.Multiprocessing, PythonPeer.TimeAsync, Goal: 50));

    private static Task<IContestant> CreateAsync<TQueue>(Setting setting, Func<TQueue> make, int workers, Func<ProcessPool, TQueue, int, Task> run)
        where TQueue : IDisposable
    {
        ProcessPool pool = OurPool.Create(workers);
        TQueue queue = make();
        return TimedContestant.CreateAsync(
            setting,
            async operations => await run(pool, queue, operations * ItemsPerOperation),
            async () =>
            {
                queue.Dispose();
                await pool.DisposeAsync();
            });
    }
}
