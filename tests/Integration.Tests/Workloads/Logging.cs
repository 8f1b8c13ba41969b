using Microsoft.Extensions.Logging;

namespace ProcGen.Tests.Workloads;

/// <summary>Calls that log.</summary>
public static partial class Logging
{
    [RunInProcess]
    public static void LogAndEnd(string text, Ending? ending)
    {
        WorkerLog.Factory.CreateLogger("Orders").LogWarning(new EventId(7, "Late"), "{Text}", text);
        if (ending is { } end)
        {
            Endings.Perform(end);
        }
    }
}
