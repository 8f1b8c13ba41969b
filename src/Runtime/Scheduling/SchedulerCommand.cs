namespace ProcGen.Scheduling;

internal enum CommandKind
{
    /// <summary>Start a worker; answered by ready or start failed.</summary>
    StartWorker,

    /// <summary>Give a call to a worker.</summary>
    SendCall,

    /// <summary>Ask a worker to stop a call, or one item of it.</summary>
    CancelCall,

    /// <summary>Take back from a worker the calls that it has not begun; each is answered by returned, or by its end.</summary>
    RecallCalls,

    /// <summary>Let an empty worker end by itself; answered by exited.</summary>
    RetireWorker,

    /// <summary>End a worker at once, also one that is starting; answered by exited or start failed.</summary>
    KillWorker,

    /// <summary>Tell the caller the end of a call, or of all items of a chunk that have none. Given exactly once per accepted call.</summary>
    EndCall,

    /// <summary>Tell the caller the end of one item of a chunk, which is none of its worker's making. The item gets no other one by <see cref="EndCall"/>.</summary>
    EndItem,

    /// <summary>Report the time when it has come. A later command replaces an earlier one.</summary>
    WakeAt,

    /// <summary>Everything has ended: no call, no worker, and none will come.</summary>
    Closed,
}

/// <summary>How a call ended.</summary>
internal enum CallEnd
{
    /// <summary>It came back, with a result or an error of its own.</summary>
    Completed,

    /// <summary>The caller cancelled it.</summary>
    Cancelled,

    /// <summary>It ran longer than it may.</summary>
    TimedOut,

    /// <summary>It waited longer than it may, and never ran.</summary>
    QueueTimedOut,

    /// <summary>Its worker ended under it.</summary>
    WorkerCrashed,

    /// <summary>Its worker had to be killed for another call in it.</summary>
    KilledForNeighbour,

    /// <summary>Its worker was killed for the memory it held.</summary>
    MemoryLimit,

    /// <summary>No worker can be started.</summary>
    StartFailed,

    /// <summary>The pool was terminated.</summary>
    Terminated,
}

/// <summary>What is to be done, in the order given.</summary>
/// <param name="Kind">What.</param>
/// <param name="Worker">Which worker; for <see cref="CommandKind.EndCall"/> the one that ran it last, if any did.</param>
/// <param name="Call">Which call.</param>
/// <param name="End">How it ended.</param>
/// <param name="Time">When.</param>
/// <param name="Item">Which item of a chunk; -1 for all.</param>
internal readonly record struct SchedulerCommand(CommandKind Kind, ScheduledWorker? Worker = null, ScheduledCall? Call = null, CallEnd End = default, long Time = 0, int Item = -1);
