namespace ProcGen.Scheduling;

/// <summary>Where a call is. What the caller was told is another matter: see <see cref="ScheduledCall.HasEnd"/>.</summary>
internal enum CallState
{
    /// <summary>Not submitted.</summary>
    New,

    /// <summary>Waits for a worker.</summary>
    Queued,

    /// <summary>Given to a worker; its body has not begun as far as is known.</summary>
    Sent,

    /// <summary>Its body runs.</summary>
    Running,

    /// <summary>In no queue and in no worker any more.</summary>
    Done,
}

/// <summary>Why a call is to stop before its own end.</summary>
internal enum CallInterruption
{
    None,
    Cancelled,
    TimedOut,
}

/// <summary>
/// One call, or a chunk of them, as the scheduler sees it: numbers that decide when and where it runs, and its state. Whoever drives the scheduler derives its own record from it.
/// Times are ticks of the scheduler's clock.
/// </summary>
internal partial class ScheduledCall : Deadline
{
    /// <summary>Higher ones run first; equal ones in the order in which they were submitted.</summary>
    public int Priority { get; set; }

    /// <summary>The bytes it holds while it waits.</summary>
    public long Size { get; set; }

    /// <summary>Whether it may share a worker with other asynchronous calls. Others run alone.</summary>
    public bool IsAsynchronous { get; set; }

    /// <summary>Whether it can be asked to stop. Others are stopped with their worker only.</summary>
    public bool ObservesCancellation { get; set; }

    /// <summary>How long it may run, from the start of its body.</summary>
    public long Timeout { get; set; } = Never;

    /// <summary>How long it may go on after it was asked to stop.</summary>
    public long KillGrace { get; set; }

    /// <summary>How long it may wait for a worker.</summary>
    public long QueueTimeout { get; set; } = Never;

    /// <summary>How often it may run again after its worker died under it. 0 for everything that is not declared idempotent.</summary>
    public int RetriesLeft { get; set; }

    public CallState State { get; internal set; }

    /// <summary>Whether the caller has been told the end. A call may have its end and yet be in a worker that is about to be killed for it.</summary>
    public bool HasEnd { get; internal set; }

    public CallInterruption Interruption { get; internal set; }

    /// <summary>How often its body has begun.</summary>
    public int Runs { get; internal set; }

    /// <summary>How often a worker died by itself when this call was the one it should begin next.</summary>
    internal int Suspicions { get; set; }

    /// <summary>When it was submitted.</summary>
    public long SubmittedAt { get; internal set; }

    /// <summary>When it was given to its worker, or became the first of those that wait there: about when its body began, where nobody says so at the time.</summary>
    internal long ExpectedAt { get; set; }

    /// <summary>When its body began last.</summary>
    public long StartedAt { get; internal set; }

    /// <summary>Where it is while it is <see cref="CallState.Sent"/> or <see cref="CallState.Running"/>.</summary>
    public ScheduledWorker? Worker { get; internal set; }

    /// <summary>Its place among calls of equal priority. Kept when it goes back to the queue.</summary>
    internal long Sequence { get; set; }

    internal CallQueue.Level? Level { get; set; }

    internal ScheduledCall? Previous { get; set; }

    internal ScheduledCall? Next { get; set; }

    /// <summary>Makes it the record of another call. Only when it is done, and its caller was told.</summary>
    protected void Renew()
    {
        State = CallState.New;
        HasEnd = false;
        Interruption = CallInterruption.None;
        Runs = 0;
        Suspicions = 0;
        SubmittedAt = StartedAt = 0;
    }
}
