using System.Runtime.InteropServices;

namespace ProcGen.Tests.Transport;

/// <summary>What the tests of shared memory run in workers.</summary>
internal static partial class MemoryBodies
{
    private const int SetDumpable = 4; // PR_SET_DUMPABLE

    [RunInProcess]
    public static int Segments() => SharedSegments.Mapped();

    /// <summary>Makes this worker a process that no other of its user may look into, and starts one of its own.</summary>
    [RunInProcess]
    public static async Task<int> SegmentsOfAHiddenParent()
    {
        if (ProcessControl(SetDumpable, 0, 0, 0, 0) != 0)
        {
            throw new InvalidOperationException(Marshal.GetLastPInvokeErrorMessage());
        }

        Environment.SetEnvironmentVariable("PROCGEN_TRANSPORT", "shared");
        await using var pool = new ProcessPool(new() { Workers = 1 });
        return await pool.RunAsync(InProcess.Segments());
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int ProcessControl(int option, nuint a, nuint b, nuint c, nuint d);
}
