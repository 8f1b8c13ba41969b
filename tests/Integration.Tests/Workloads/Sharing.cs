using System.Diagnostics;

namespace ProcGen.Tests.Workloads;

/// <summary>A handle inside of another type, and several of them.</summary>
public sealed record Parcel(string Label, SharedMemory Content, SharedMemory[] More);

/// <summary>Bodies that use what processes share.</summary>
public static partial class Sharing
{
    [RunInProcess]
    public static long Sum(SharedMemory memory)
    {
        long sum = 0;
        foreach (byte b in memory.Span)
        {
            sum += b;
        }

        return sum;
    }

    [RunInProcess]
    public static void Fill(SharedMemory memory, byte value) => memory.Span.Fill(value);

    [RunInProcess]
    public static void FillAll(Parcel parcel, byte value)
    {
        parcel.Content.Span.Fill(value);
        foreach (SharedMemory memory in parcel.More)
        {
            memory.Span.Fill(value);
        }
    }

    /// <summary>Returns when the first byte is not 0.</summary>
    [RunInProcess]
    public static void WaitForByte(SharedMemory memory)
    {
        if (!SpinWait.SpinUntil(() => Volatile.Read(ref memory.Span[0]) != 0, TimeSpan.FromSeconds(20)))
        {
            throw new TimeoutException("Nobody set the byte.");
        }
    }

    [RunInProcess]
    public static SharedMemory Make(int size, byte value)
    {
        var memory = new SharedMemory(size);
        memory.Span.Fill(value);
        return memory;
    }

    [RunInProcess]
    public static SharedMemory? Same(SharedMemory? memory) => memory;

    /// <summary>Has a worker of its own make it.</summary>
    [RunInProcess]
    public static async Task<SharedMemory> MakeInWorkerAsync(int size, byte value) => await InProcess.Make(size, value);

    [RunInProcess]
    public static IEnumerable<SharedMemory> MakeMany(int count, int size)
    {
        for (int i = 0; i < count; i++)
        {
            yield return Make(size, (byte)i);
        }
    }

    [RunInProcess]
    public static void MakeAndDie(int size)
    {
        _ = new SharedMemory(size);
        Process.GetCurrentProcess().Kill();
    }
}
