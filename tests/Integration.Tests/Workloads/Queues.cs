using System.Diagnostics;
using ProcGen.Sharing;

namespace ProcGen.Tests.Workloads;

/// <summary>An item with text.</summary>
public sealed record Order(int Number, string Customer);

/// <summary>Several shared objects in one.</summary>
public sealed record Bundle(ProcessQueue<int> Queue, ProcessPipe<string> Pipe, ProcessLock Lock);

/// <summary>An operation on a queue: which item, and when it began and ended.</summary>
public readonly record struct QueueStep(int Item, long Begin, long End);

/// <summary>Bodies that use queues and pipes.</summary>
public static partial class Queues
{
    [RunInProcess]
    public static void Produce(ProcessQueue<int> queue, int first, int count)
    {
        for (int i = first; i < first + count; i++)
        {
            queue.Add(i);
        }
    }

    [RunInProcess]
    public static int[] Consume(ProcessQueue<int> queue) => [.. queue.GetConsumingEnumerable()];

    [RunInProcess]
    public static void ProduceOrders(ProcessQueue<Order> queue, int count)
    {
        for (int i = 0; i < count; i++)
        {
            queue.Add(new Order(i, $"customer {i}"));
        }

        queue.Complete();
    }

    [RunInProcess]
    public static void ProduceAndFail(ProcessQueue<int> queue, int count)
    {
        Produce(queue, 0, count);
        queue.Complete(new InvalidDataException("the source is damaged"));
    }

    [RunInProcess]
    public static void ProduceBytes(ProcessQueue<byte[]> queue, int size, byte value)
    {
        byte[] bytes = new byte[size];
        Array.Fill(bytes, value);
        queue.Add(bytes);
    }

    /// <summary>Adds one item, and is killed at a step of that.</summary>
    /// <returns>How many steps there are, if they are fewer.</returns>
    [RunInProcess]
    public static int AddAndDie(ProcessQueue<string> queue, string item, int step)
    {
        FaultPoint.Arm(step);
        queue.Add(item);
        int left = FaultPoint.Left;
        FaultPoint.Arm(0);
        return step - left;
    }

    /// <summary>Takes one item, and is killed at a step of that.</summary>
    [RunInProcess]
    public static int TakeAndDie(ProcessQueue<string> queue, int step)
    {
        FaultPoint.Arm(step);
        _ = queue.Take();
        int left = FaultPoint.Left;
        FaultPoint.Arm(0);
        return step - left;
    }

    /// <summary>Takes one item and marks it done, and is killed at a step of that.</summary>
    [RunInProcess]
    public static int MarkAndDie(JoinableProcessQueue<string> queue, int step)
    {
        FaultPoint.Arm(step);
        _ = queue.Take();
        queue.MarkDone();
        int left = FaultPoint.Left;
        FaultPoint.Arm(0);
        return step - left;
    }

    [RunInProcess]
    public static void TakeAndStay(JoinableProcessQueue<string> queue, ProcessQueue<string> report)
    {
#pragma warning disable PROCGEN045 // It is killed with the item: that is the test.
        report.Add(queue.Take());
#pragma warning restore PROCGEN045
        Thread.Sleep(Timeout.Infinite);
    }

    [RunInProcess]
    public static int Work(JoinableProcessQueue<string> queue)
    {
        int count = 0;
        while (queue.TryTake(out _, Timeout.InfiniteTimeSpan))
        {
            count++;
            queue.MarkDone();
        }

        return count;
    }

    [RunInProcess]
    public static int Echo(ProcessPipe<string> pipe)
    {
        int count = 0;
        while (pipe.TryReceive(out string? message, Timeout.InfiniteTimeSpan))
        {
            pipe.Send(message);
            count++;
        }

        return count;
    }

    [RunInProcess]
    public static void SendSizes(ProcessPipe<string> pipe, int[] sizes)
    {
        foreach (int size in sizes)
        {
            byte[] bytes = new byte[size];
            Array.Fill(bytes, (byte)7);
            pipe.SendBytes(bytes);
        }
    }

    [RunInProcess]
    public static void SendAndStay(ProcessPipe<string> pipe)
    {
        pipe.Send("here");
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Sends a message, and is killed at a step of that.</summary>
    [RunInProcess]
    public static int SendAndDie(ProcessPipe<string> pipe, int step)
    {
        // The other end is found before.
        _ = pipe.IsEnded;
        FaultPoint.Arm(step);
        pipe.Send("message");
        int left = FaultPoint.Left;
        FaultPoint.Arm(0);
        return step - left;
    }

    [RunInProcess]
    public static int UseBundle(Bundle bundle)
    {
        using (bundle.Lock.Enter())
        {
            bundle.Queue.Add(42);
            bundle.Pipe.Send("sent");
        }

        return bundle.Queue.Count;
    }

    [RunInProcess]
    public static void UseAllBundles(ProcessQueue<Bundle> bundles)
    {
        foreach (Bundle bundle in bundles.GetConsumingEnumerable())
        {
            UseBundle(bundle);
        }
    }

    [RunInProcess]
    public static ProcessQueue<int> MakeFull(int count)
    {
        var queue = new ProcessQueue<int>();
        Produce(queue, 0, count);
        queue.Complete();
        return queue;
    }

    /// <summary>Items that are arrays, and queues, cross as well.</summary>
    [RunInProcess]
    public static int CountArrays(ProcessQueue<int[]> arrays, JoinableProcessQueue<int[]> work, ProcessQueue<ProcessQueue<int>> queues) => arrays.Count + work.Count + queues.Count;

    /// <summary>Adds numbers at random times, on a thread that blocks or without one.</summary>
    [RunInProcess]
    public static async Task<QueueStep[]> ProduceNotedAsync(ProcessQueue<int> queue, int first, int count, int seed)
    {
        var random = new Random(seed);
        var steps = new QueueStep[count];
        for (int i = 0; i < count; i++)
        {
            Pause(random);
            long begin = Stopwatch.GetTimestamp();
            if (random.Next(4) == 0)
            {
                await queue.AddAsync(first + i);
            }
            else
            {
                queue.Add(first + i);
            }

            steps[i] = new QueueStep(first + i, begin, Stopwatch.GetTimestamp());
        }

        return steps;
    }

    /// <summary>Takes numbers at random times, on a thread that blocks or without one, until the queue ends.</summary>
    [RunInProcess]
    public static async Task<QueueStep[]> ConsumeNotedAsync(ProcessQueue<int> queue, int seed)
    {
        var random = new Random(seed);
        var steps = new List<QueueStep>();
        try
        {
            while (true)
            {
                Pause(random);
                long begin = Stopwatch.GetTimestamp();
                int item = random.Next(4) == 0 ? await queue.TakeAsync() : queue.Take();
                steps.Add(new QueueStep(item, begin, Stopwatch.GetTimestamp()));
            }
        }
        catch (System.Threading.Channels.ChannelClosedException)
        {
            return [.. steps];
        }
    }

    private static void Pause(Random random)
    {
        switch (random.Next(20))
        {
            case 0:
                Thread.Sleep(random.Next(2));
                break;
            case < 8:
                Thread.SpinWait(random.Next(2000));
                break;
        }
    }
}
