using Microsoft.Extensions.Logging;

namespace ProcGen.Pools;

/// <summary>The records of a pool.</summary>
internal static partial class PoolLog
{
    [LoggerMessage(EventId = 20, Level = LogLevel.Debug, Message = "Worker {Name} (process {ProcessId}) is ready")]
    public static partial void WorkerReady(ILogger logger, string name, int processId);

    [LoggerMessage(EventId = 21, Level = LogLevel.Debug, Message = "Worker {Name} (process {ProcessId}) ended as asked: {Exit}")]
    public static partial void WorkerEnded(ILogger logger, string name, int processId, string exit);

    [LoggerMessage(EventId = 22, Level = LogLevel.Warning, Message = "Worker {Name} (process {ProcessId}) ended by itself: {Exit}")]
    public static partial void WorkerCrashed(ILogger logger, string name, int processId, string exit);

    [LoggerMessage(EventId = 23, Level = LogLevel.Error, Message = "Worker {Name} (process {ProcessId}) did not start")]
    public static partial void StartFailed(ILogger logger, Exception error, string name, int processId);

    [LoggerMessage(EventId = 24, Level = LogLevel.Warning, Message = "The finalizer of worker {Name} (process {ProcessId}) failed")]
    public static partial void FinalizerFailed(ILogger logger, Exception error, string name, int processId);

    [LoggerMessage(EventId = 25, Level = LogLevel.Warning, Message = "Worker {Name} (process {ProcessId}) failed")]
    public static partial void WorkerFailed(ILogger logger, Exception error, string name, int processId);
}
