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

    /// <summary>Native memory, which the garbage collector knows nothing of. Goes on until it is ended.</summary>
    [RunInProcess]
    public static unsafe int HoldNative(int megabytes)
    {
        for (var i = 0; i < megabytes; i++)
        {
            var block = System.Runtime.InteropServices.NativeMemory.Alloc(Megabyte);
            new Span<byte>(block, Megabyte).Fill(1);
            Thread.Sleep(1);
        }

        return megabytes;
    }

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
