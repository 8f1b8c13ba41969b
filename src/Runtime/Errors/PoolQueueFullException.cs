namespace ProcGen;

/// <summary>
/// As many calls, or bytes of arguments, wait in the pool's queue as <see cref="ProcessPoolOptions.MaxQueuedCalls"/> and <see cref="ProcessPoolOptions.MaxQueuedBytes"/>
/// allow. The call was not accepted and never runs.
/// </summary>
public sealed class PoolQueueFullException : ProcessException
{
    internal PoolQueueFullException(string message) : base(message) { }

    /// <summary>How many calls waited.</summary>
    public int QueuedCalls { get; init; }

    /// <summary>How many bytes of arguments waited.</summary>
    public long QueuedBytes { get; init; }
}
