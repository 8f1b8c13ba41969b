using System.Collections.Concurrent;

namespace ProcGen.Calls;

/// <summary>Keeps a bounded number of operations for the next launches, one of them for each thread. Thread-safe.</summary>
internal static class RecycledOperations<T> where T : CallOperation
{
    private const int Capacity = 512;

    [ThreadStatic]
    private static T? t_own;

    private static readonly ConcurrentQueue<T> s_shared = new();
    private static int s_count;

    public static T? TryTake()
    {
        if (t_own is { } own)
        {
            t_own = null;
            return own;
        }

        if (s_shared.TryDequeue(out T? shared))
        {
            Interlocked.Decrement(ref s_count);
        }

        return shared;
    }

    public static void Add(T operation)
    {
        if (t_own is null)
        {
            t_own = operation;
        }
        else if (Volatile.Read(ref s_count) < Capacity)
        {
            Interlocked.Increment(ref s_count);
            s_shared.Enqueue(operation);
        }
    }
}
