using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ProcGen.Tests.Streams;

/// <summary>Sequences that workers of these tests produce and take.</summary>
internal static partial class StreamMethods
{
    [RunInProcess]
    public static int ProcessId() => Environment.ProcessId;

    /// <summary>Numbers from 0 on, and a note in a file at the end, whatever ends it.</summary>
    [RunInProcess]
    public static IEnumerable<int> Count(int count, string? finallyFile = null)
    {
        try
        {
            for (int i = 0; i < count; i++)
            {
                yield return i;
            }
        }
        finally
        {
            if (finallyFile is not null)
            {
                File.WriteAllText(finallyFile, "done");
            }
        }
    }

    [RunInProcess]
    public static async IAsyncEnumerable<int> CountAsync(int count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (int i = 0; i < count; i++)
        {
            if (i % 16 == 0)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
            }

            yield return i;
        }
    }

    /// <summary>Numbers from 0 on, one of them in so much time.</summary>
    [RunInProcess]
    public static IEnumerable<int> CountSlowly(int count, int milliseconds)
    {
        for (int i = 0; i < count; i++)
        {
            Thread.Sleep(milliseconds);
            yield return i;
        }
    }

    /// <summary>The process first, then numbers for ever.</summary>
    [RunInProcess]
    public static IEnumerable<int> ProcessIdThenNumbers()
    {
        yield return Environment.ProcessId;
        for (int i = 0; ; i++)
        {
            yield return i;
        }
    }

    [RunInProcess]
    public static IEnumerable<int> CountThenKill(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return i;
        }

        // What was produced has left when the caller asks for more than it: the producer is where a flush is due.
        Thread.Sleep(100);
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Numbers, and then one that never comes, to no token.</summary>
    [RunInProcess(ItemTimeoutMilliseconds = 500, KillGraceMilliseconds = 100)]
    public static IEnumerable<int> CountThenHang(int count)
    {
        for (int i = 0; i < count; i++)
        {
            yield return i;
        }

        while (true)
        {
            Thread.SpinWait(1000);
        }
    }

    [RunInProcess]
    public static long Sum(IEnumerable<int> items) => items.Sum(static item => (long)item);

    [RunInProcess]
    public static async Task<long> SumAsync(IAsyncEnumerable<int> items)
    {
        long sum = 0;
        await foreach (int item in items)
        {
            sum += item;
        }

        return sum;
    }

    /// <summary>Takes some items, and then the process is gone.</summary>
    [RunInProcess]
    public static int TakeThenKill(IEnumerable<int> items, int count)
    {
        int sum = items.Take(count).Sum();
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
        return sum;
    }

    [RunInProcess]
    public static IEnumerable<int> Double(IEnumerable<int> items) => items.Select(static item => 2 * item);

    /// <summary>The bytes of managed memory that this process holds on to, after a collection.</summary>
    [RunInProcess]
    public static long LiveBytes() => GC.GetTotalMemory(forceFullCollection: true);
}
