using System.Diagnostics.CodeAnalysis;

namespace ProcGen.Tests.Workloads;

/// <summary>Workers that have workers.</summary>
public static partial class Nesting
{
    /// <summary>The ids of a chain of processes, the parent first.</summary>
    [RunInProcess]
    public static async Task<string> Descend(int levels)
    {
        if (levels == 0)
        {
            return $"{Environment.ProcessId}";
        }

        await using var child = WorkerProcess.Start(InProcess.Descend(levels - 1));
        return $"{Environment.ProcessId}>{await child.Result}";
    }

    /// <summary>Leaves its worker running when it is done.</summary>
    [RunInProcess]
    [SuppressMessage("ProcGen.Use", "PROCGEN042", Justification = "It is left behind for the test.")]
    public static int LeaveAWorkerBehind() => WorkerProcess.Start(Waiting.InProcess.SleepForever(), new() { Output = WorkerOutput.Discard }).Id;
}
