namespace ProcGen.Scheduling;

internal enum WorkerState
{
    /// <summary>Asked for; neither ready nor failed yet.</summary>
    Starting,

    /// <summary>Can take calls, unless it drains.</summary>
    Ready,

    /// <summary>Empty, and asked to end by itself.</summary>
    Retiring,

    /// <summary>Told to be killed; its end is not confirmed yet.</summary>
    Dying,

    /// <summary>Confirmed gone.</summary>
    Gone,
}

/// <summary>Why a worker takes no new calls. A later one wins over an earlier one.</summary>
internal enum DrainReason
{
    None,

    /// <summary>It ran its number of calls or holds too much memory. It counts until its last call has ended.</summary>
    Recycle,

    /// <summary>There are more workers than wanted. It may be taken back while it still runs calls.</summary>
    Surplus,

    /// <summary>Somebody outside asked it to end.</summary>
    Terminating,

    /// <summary>A call in it does not stop. It is killed for that, once its other calls are done or their grace is over.</summary>
    Condemned,
}

/// <summary>One worker as the scheduler sees it. Its deadline is the end of its idleness, or of the grace of its calls.</summary>
internal sealed class ScheduledWorker : Deadline
{
    internal ScheduledWorker(int number, long startedAt)
    {
        Number = number;
        StartedAt = startedAt;
    }

    /// <summary>Counts the workers of a scheduler from 1.</summary>
    public int Number { get; }

    /// <summary>Free for whoever drives the scheduler.</summary>
    public object? Handle { get; set; }

    public WorkerState State { get; internal set; }

    public DrainReason Draining { get; internal set; }

    /// <summary>Kept warm without calls, to take the place of another at once.</summary>
    public bool IsSpare { get; internal set; }

    /// <summary>When it was asked for.</summary>
    public long StartedAt { get; }

    /// <summary>How many calls it has been given.</summary>
    public long CallsSent { get; internal set; }

    /// <summary>Whether a call has ever begun in it: only then was its start a success.</summary>
    public bool HasRunCalls { get; internal set; }

    /// <summary>The calls in it, in the order in which they were sent.</summary>
    internal List<ScheduledCall> Calls { get; } = [];

    /// <summary>How many calls are in it, those in chunks included.</summary>
    internal int Held { get; set; }

    /// <summary>About how long its last synchronous calls took, from one's end to the next one's; <see cref="Deadline.Never"/> where that is not known yet.</summary>
    internal long ServiceTime { get; set; } = Never;

    /// <summary>When a call ended in it last.</summary>
    internal long LastEndAt { get; set; }

    /// <summary>Whether calls wait in it that could wait in the queue.</summary>
    internal bool HasAhead { get; set; }

    /// <summary>Whether those were asked back, and it gets no others until they are.</summary>
    internal bool IsRecalling { get; set; }

    /// <summary>Calls that run in this worker and in no other.</summary>
    internal List<ScheduledCall> Pinned { get; } = [];

    /// <summary>Whether it is in the list of idle workers.</summary>
    internal bool IsIdle { get; set; }

    internal bool IsBusy => Calls.Count > 0 || Pinned.Count > 0;

    internal bool IsLive => State is WorkerState.Starting or WorkerState.Ready;

    /// <summary>Whether it fills one of the wanted places, as against one that is replaced already, or a spare.</summary>
    internal bool Counts => IsLive && !IsSpare && Draining < DrainReason.Surplus;

    /// <summary>Whether it takes calls now or will after those in it.</summary>
    internal bool Accepts => State == WorkerState.Ready && !IsSpare && Draining == DrainReason.None && Pinned.Count == 0;
}
