using Microsoft.Extensions.Logging;

namespace ProcGen.Workers;

/// <summary>The records of a connection.</summary>
internal static partial class WorkerConnectionLog
{
    [LoggerMessage(EventId = 40, Level = LogLevel.Warning, Message = "The frames of worker {Name} (process {ProcessId}) travel over a socket: {Reason}")]
    public static partial void CarrierFallback(ILogger logger, string name, int processId, string reason);
}
