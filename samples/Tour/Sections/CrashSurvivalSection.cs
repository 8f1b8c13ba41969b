using System.Runtime.InteropServices;

namespace ProcGen.Tour.Sections;

/// <summary>What no catch block can stop ends a worker, and nothing else.</summary>
internal sealed partial class CrashSurvivalSection : ISection
{
    public string Name => "crash-survival";

    public string Title => "a native crash, a stack overflow, a fail-fast: one call fails, the application lives";

    [RunInProcess]
    private static int Square(int number) => number * number;

    /// <summary>Writes into memory that is not ours, in native code: a segmentation fault.</summary>
    [RunInProcess]
    private static void CrashInNativeCode()
    {
        if (OperatingSystem.IsWindows())
        {
            Native.FillMemory(16, 1, 0);
        }
        else
        {
            Native.MemSet(16, 0, 1);
        }
    }

    [RunInProcess]
    private static int OverflowTheStack(int depth) => depth < 0 ? depth : OverflowTheStack(depth + 1) + Environment.TickCount;

    [RunInProcess]
    private static void FailFast() => Environment.FailFast("this process cannot go on");

    public async Task RunAsync(Guide guide)
    {
        await using var pool = new ProcessPool(new() { Workers = 2, Output = WorkerOutput.Discard });
        var squares = Enumerable.Range(0, 50).Select(number => pool.RunAsync(InProcess.Square(number))).ToList();

        (string Name, ProcessCall Call)[] crashes =
            [("a native crash", InProcess.CrashInNativeCode()), ("a stack overflow", InProcess.OverflowTheStack(0)), ("a fail-fast", InProcess.FailFast())];
        foreach (var (name, call) in crashes)
        {
            var error = await guide.CheckFailsAsync<WorkerCrashedException>(() => pool.RunAsync(call), $"{name} is an exception here");
            guide.Quote(error?.Message ?? "");
        }

        var results = await Task.WhenAll(squares);
        guide.Check(results.SequenceEqual(Enumerable.Range(0, 50).Select(Square)), "fifty other calls have their results");
        guide.Check(await pool.RunAsync(InProcess.Square(12)) == 144, "the pool takes the next call");
    }

    private static partial class Native
    {
        [LibraryImport("libc", EntryPoint = "memset")]
        public static partial nint MemSet(nint address, int value, nuint count);

        [LibraryImport("kernel32", EntryPoint = "RtlFillMemory")]
        public static partial void FillMemory(nint address, nuint length, byte value);
    }
}
