namespace ProcGen;

/// <summary>A worker process was ended because it held more memory than it may.</summary>
public sealed class WorkerMemoryLimitException : WorkerFailedException
{
    internal WorkerMemoryLimitException(string message, Exception? innerException = null) : base(message, innerException) { }

    /// <summary>The limit, in bytes.</summary>
    public long LimitBytes { get; init; }

    /// <summary>What the worker held when it was ended, in bytes; null where the limit was met inside an allocation.</summary>
    public long? UsedBytes { get; init; }
}
