namespace ProcGen.SideBySide.Work;

/// <summary>An item that is an object.</summary>
internal sealed record Order(int Number, string Customer);

/// <summary>The workers' sides of queues and pipes.</summary>
internal static partial class Channels
{
    [RunInProcess]
    public static void PutNumbers(ProcessQueue<int> queue, int count)
    {
        for (int i = 0; i < count; i++)
        {
            queue.Add(i);
        }
    }

    [RunInProcess]
    public static void GetNumbers(ProcessQueue<int> queue, int count)
    {
        for (int i = 0; i < count; i++)
        {
            queue.Take();
        }
    }

    [RunInProcess]
    public static void PutWork(JoinableProcessQueue<int> queue, int count)
    {
        for (int i = 0; i < count; i++)
        {
            queue.Add(i);
        }
    }

    [RunInProcess]
    public static void PutOrders(ProcessQueue<Order> queue, int count)
    {
        for (int i = 0; i < count; i++)
        {
            queue.Add(new Order(i, "a customer"));
        }
    }

    [RunInProcess]
    public static void EchoMessages(ProcessPipe<int> pipe)
    {
        while (pipe.TryReceive(out int message, Timeout.InfiniteTimeSpan))
        {
            pipe.Send(message);
        }
    }
}
