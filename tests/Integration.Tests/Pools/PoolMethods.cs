using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProcGen.Tests.Pools;

/// <summary>What the workers of these tests run.</summary>
internal static partial class PoolMethods
{
    private static int s_callsHere;

    [RunInProcess]
    public static int Add(int a, int b) => a + b;

    [RunInProcess]
    public static int Square(int n) => n * n;

    [RunInProcess]
    public static int ProcessId() => Environment.ProcessId;

    /// <summary>The bytes that the worker's main thread has allocated.</summary>
    [RunInProcess]
    public static long AllocatedHere() => GC.GetAllocatedBytesForCurrentThread();

    /// <summary>How many times this was called in this process.</summary>
    [RunInProcess]
    [SuppressMessage("ProcGen.Body", "PROCGEN060", Justification = "The tests ask a worker what has happened in it.")]
    public static int CountCalls() => ++s_callsHere;

    [RunInProcess]
    public static int Sleep(int milliseconds)
    {
        Thread.Sleep(milliseconds);
        return Environment.ProcessId;
    }

    [RunInProcess]
    public static void SpinForEver()
    {
        while (true)
        {
            Thread.SpinWait(1000);
        }
    }

    [RunInProcess]
    public static int SpinOn(int n, int bad)
    {
        while (n == bad)
        {
            Thread.SpinWait(1000);
        }

        return n;
    }

    [RunInProcess]
    public static int WaitForCancellation(CancellationToken cancellationToken)
    {
        cancellationToken.WaitHandle.WaitOne();
        cancellationToken.ThrowIfCancellationRequested();
        return 0;
    }

    [RunInProcess]
    public static async Task<int> DelayAsync(int milliseconds, CancellationToken cancellationToken)
    {
        await Task.Delay(milliseconds, cancellationToken);
        return Environment.ProcessId;
    }

    /// <summary>An asynchronous body that never comes back and cannot be asked to.</summary>
    [RunInProcess]
    public static async Task<int> HangAsync()
    {
        await Task.Delay(Timeout.InfiniteTimeSpan);
        return 0;
    }

    [RunInProcess]
    public static int ThrowOn(int n, int bad) => n == bad ? throw new InvalidOperationException($"no {n}") : n;

    [RunInProcess]
    public static int KillSelfOn(int n, int bad)
    {
        if (n == bad)
        {
            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite);
        }

        return n;
    }

    [RunInProcess(Idempotent = true, Retries = 3)]
    public static int KillSelfOnce(string marker)
    {
        if (!File.Exists(marker))
        {
            File.WriteAllText(marker, "");
            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite);
        }

        return Environment.ProcessId;
    }

    [RunInProcess]
    public static void Exit(int code) => Environment.Exit(code);

    [RunInProcess]
    public static void FailFast() => Environment.FailFast("told to");

    [RunInProcess]
    public static int OverflowStack(int n) => n + OverflowDeeper(n + 1);

    [RunInProcess]
    public static unsafe void Fault() => MemSet((void*)16, 1, 16);

    [RunInProcess]
    public static int Leak(int megabytes)
    {
        NativeFill((nuint)megabytes << 20);
        return Environment.ProcessId;
    }

    private static unsafe void NativeFill(nuint bytes) => NativeMemory.Fill(NativeMemory.Alloc(bytes), bytes, 1);

    [RunInProcess]
    public static int Length(byte[] data) => data.Length;

    [RunInProcess]
    public static void Append(string file, string text) => Workloads.Journal.Append(file, text);

    /// <summary>Adds, and notes in a file that it did, in so much time.</summary>
    [RunInProcess]
    public static int Note(string file, int a, int b, int milliseconds)
    {
        Thread.Sleep(milliseconds);
        Append(file, $"{a} + {b}\n");
        return a + b;
    }

    [RunInProcess]
    public static void FailToInitialize() => throw new InvalidOperationException("no licence");

    [RunInProcess]
    public static IEnumerable<int> CountUp(int count, string? finallyFile)
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
    public static async Task<int> AddInNestedPoolAsync(int a, int b) => await InProcess.Add(a, b);

    [RunInProcess]
    public static string? Variable(string name) => Environment.GetEnvironmentVariable(name);

    [RunInProcess]
    public static bool HasPriority(int priority) => (int)Process.GetCurrentProcess().PriorityClass == priority;

    [RunInProcess]
    public static int Processors() => Environment.ProcessorCount;

    /// <summary>Where a pool of the worker's own runs its calls.</summary>
    [RunInProcess]
    public static async Task<bool> RunsInlineAsync(string journal)
    {
        await using var pool = new ProcessPool(new() { Workers = 1, State = { PoolStateMethods.InProcess.Open(journal) } });
#pragma warning disable PROCGEN044 // Both ways are tested.
        bool blocking = pool.Run(InProcess.ProcessId()) == Environment.ProcessId;
#pragma warning restore PROCGEN044
        bool awaited = await pool.RunAsync(InProcess.ProcessId()) == Environment.ProcessId;
        var ids = new List<int>();
        await foreach (int id in pool.MapAsync(new[] { 1, 2, 3 }, _ => InProcess.ProcessId()))
        {
            ids.Add(id);
        }

        bool state = await pool.RunAsync(PoolStateMethods.InProcess.Enter()) == 1 && await pool.RunAsync(PoolStateMethods.InProcess.Enter()) == 2;
        return state && blocking && awaited && ids.Count == 3 && ids.TrueForAll(id => id == Environment.ProcessId);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int OverflowDeeper(int n) => n < 0 ? n : OverflowDeeper(n + 1) + OverflowDeeper(n + 2);

    [DllImport("libc", EntryPoint = "memset")]
    private static extern unsafe void* MemSet(void* target, int value, nuint count);
}
