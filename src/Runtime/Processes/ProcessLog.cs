using Microsoft.Extensions.Logging;

namespace ProcGen.Processes;

/// <summary>The records of a process's life.</summary>
internal static partial class ProcessLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "Worker process {Name} ({ProcessId}) was started for {Method}")]
    public static partial void Started(ILogger logger, string name, int processId, string method);

    [LoggerMessage(EventId = 2, Level = LogLevel.Debug, Message = "Worker process {Name} ({ProcessId}) has ended: {Exit}")]
    public static partial void Ended(ILogger logger, string name, int processId, string exit);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "Worker process {Name} ({ProcessId}): {Reason}")]
    public static partial void Failed(ILogger logger, string name, int processId, Exception error, string reason);
}
