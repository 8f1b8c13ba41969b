namespace ProcGen;

/// <summary>What a pool holds at one moment, and what it counted since it was made.</summary>
public sealed record PoolStatistics
{
    /// <summary>How many workers there may be: <see cref="ProcessPoolOptions.Workers"/>, or what <see cref="ProcessPool.Resize"/> made of it.</summary>
    public required int TargetWorkers { get; init; }

    /// <summary>The worker processes that are not gone, those that start or end included.</summary>
    public required IReadOnlyList<PoolWorkerStatistics> Workers { get; init; }

    /// <summary>The calls that wait for a worker.</summary>
    public required int QueuedCalls { get; init; }

    /// <summary>The bytes of their arguments.</summary>
    public required long QueuedBytes { get; init; }

    /// <summary>The calls whose bodies run.</summary>
    public required int RunningCalls { get; init; }

    /// <summary>The calls that came back, with a result or with an exception of their own.</summary>
    public required long CompletedCalls { get; init; }

    /// <summary>The calls that ended cancelled.</summary>
    public required long CancelledCalls { get; init; }

    /// <summary>The calls that ran or waited longer than they may.</summary>
    public required long TimedOutCalls { get; init; }

    /// <summary>The calls that failed because of their worker: its crash, its memory, its start.</summary>
    public required long FailedCalls { get; init; }

    /// <summary>The calls that ended because the pool was disposed.</summary>
    public required long TerminatedCalls { get; init; }

    /// <summary>How often a call was given to another worker because the one it had ended under it.</summary>
    public required long RepeatedCalls { get; init; }

    /// <summary>How many workers were started.</summary>
    public required long StartedWorkers { get; init; }

    /// <summary>How many of them did not become ready.</summary>
    public required long FailedStarts { get; init; }

    /// <summary>How many ended by themselves when they should not have.</summary>
    public required long CrashedWorkers { get; init; }

    /// <summary>How many were killed, for a timeout, a cancellation, their memory, or the end of the pool.</summary>
    public required long KilledWorkers { get; init; }

    /// <summary>How many were asked to exit: idle, surplus, or after their number of calls.</summary>
    public required long RetiredWorkers { get; init; }
}

/// <summary>What a worker of a pool does.</summary>
public enum PoolWorkerState
{
    /// <summary>It starts, or prepares its state.</summary>
    Starting,

    /// <summary>It waits for a call.</summary>
    Idle,

    /// <summary>It runs calls.</summary>
    Busy,

    /// <summary>It stands by to replace another.</summary>
    Spare,

    /// <summary>It takes no more calls and exits.</summary>
    Ending,
}

/// <summary>One worker process of a pool at one moment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ProcessId">Its process id; 0 where it has none yet.</param>
/// <param name="State">What it does.</param>
/// <param name="RunningCalls">The calls whose bodies run in it.</param>
/// <param name="Calls">How many calls it was given so far.</param>
public sealed record PoolWorkerStatistics(string Name, int ProcessId, PoolWorkerState State, int RunningCalls, long Calls);
