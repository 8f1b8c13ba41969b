using System.Runtime.InteropServices;

namespace ProcGen.Tests.Workloads;

/// <summary>Calls that take memory.</summary>
public static partial class Memory
{
    private const int Megabyte = 1 << 20;

    /// <summary>Holds so many megabytes of managed memory, every page of it touched.</summary>
    [RunInProcess]
    public static int Hold(int megabytes) => Fill(megabytes).Count;

    /// <summary>The same with a limit of its own.</summary>
    [RunInProcess(MemoryLimitMegabytes = 200)]
    public static int HoldLimited(int megabytes) => Fill(megabytes).Count;

    /// <summary>Holds so many megabytes of native memory, which the garbage collector knows nothing of, every page of it touched, until the process is ended.</summary>
    [RunInProcess]
    public static unsafe void HoldNativeForever(int megabytes)
    {
        var size = (nuint)megabytes * Megabyte;
        NativeMemory.Fill(NativeMemory.Alloc(size), size, 1);
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Asks for so much native memory at once, and touches none of it: the resident memory stays small.</summary>
    [RunInProcess]
    public static unsafe void Reserve(int megabytes) => NativeMemory.Free(NativeMemory.Alloc((nuint)megabytes * Megabyte));

    /// <summary>Asks for so many megabytes of managed memory, one by one, and touches none of it: the resident memory stays small.</summary>
    /// <returns>How many were given before one was refused.</returns>
    [RunInProcess]
    public static int Ask(int megabytes)
    {
        var blocks = new List<byte[]>();
        try
        {
            while (blocks.Count < megabytes)
            {
                blocks.Add(new byte[Megabyte]);
            }
        }
        catch (OutOfMemoryException)
        {
            // The answer.
        }

        return blocks.Count;
    }

    /// <summary>The same with a limit of its own.</summary>
    [RunInProcess(MemoryLimitMegabytes = 150)]
    public static int AskWithin150(int megabytes) => Ask(megabytes);

    /// <inheritdoc cref="AskWithin150"/>
    [RunInProcess(MemoryLimitMegabytes = 150)]
    public static async Task<int> AskWithin150Async(int megabytes)
    {
        await Task.Yield();
        return Ask(megabytes);
    }

    /// <inheritdoc cref="AskWithin150"/>
    [RunInProcess(MemoryLimitMegabytes = 600)]
    public static int AskWithin600(int megabytes) => Ask(megabytes);

    private static List<byte[]> Fill(int megabytes)
    {
        var blocks = new List<byte[]>();
        for (var i = 0; i < megabytes; i++)
        {
            var block = new byte[Megabyte];
            block.AsSpan().Fill(1);
            blocks.Add(block);
        }

        return blocks;
    }
}
