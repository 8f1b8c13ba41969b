using ProcGen.Launching;
using ProcGen.Workers;

namespace ProcGen;

/// <summary>The entry of workers in applications that are trimmed or compiled ahead of time. Elsewhere workers start without it, and it does no harm.</summary>
public static class ProcGenWorker
{
    private static volatile bool s_wasCalled;

    /// <summary>Whether this process came by the line in its Main.</summary>
    internal static bool WasCalled => s_wasCalled;

    /// <summary>
    /// Runs this process as a worker, if that is what it was started for. It must be the first line of <c>Main</c>, in every run, whatever the arguments:
    /// <code>if (ProcGenWorker.TryRun(args, out int code)) return code;</code>
    /// </summary>
    /// <param name="args">The arguments of <c>Main</c>. A worker is started without any.</param>
    /// <param name="exitCode">The code to return from <c>Main</c>.</param>
    /// <returns>True in a worker, after it has ended: return from <c>Main</c>. False in the application itself: go on.</returns>
    public static bool TryRun(string[] args, out int exitCode)
    {
        ArgumentNullException.ThrowIfNull(args);
        s_wasCalled = true;
        return WorkerEntry.TryRun(WorkerMain.Run, out exitCode);
    }
}
