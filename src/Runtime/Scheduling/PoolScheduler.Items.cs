namespace ProcGen.Scheduling;

// The items of chunks: which of them have come back, which one runs since when, and what becomes of the rest.
internal sealed partial class PoolScheduler
{
    /// <summary>The next items of a chunk came back from its worker.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="call">The chunk.</param>
    /// <param name="count">How many.</param>
    /// <param name="now">The time.</param>
    public void ItemsEnded(ScheduledWorker worker, ScheduledCall call, int count, long now)
    {
        if (call.Worker != worker || count == 0)
        {
            return;
        }

        if (call.State == CallState.Sent)
        {
            CallStarted(worker, call, now);
        }

        int held = call.Held;
        int had = call.Advance(count);
        worker.Held -= held - call.Held;
        if (!call.HasEnd)
        {
            _ends[(int)CallEnd.Completed] += count - had;
        }

        Measure(worker, call, count, now);
        call.Begun = Math.Max(call.Begun, Math.Min(call.Done + 1, call.SentEnd));
        if (call.Current < call.Done)
        {
            call.Current = call.Done;
            call.StartedAt = now;
        }

        if (call.Interruption == CallInterruption.TimedOut && call.Done > call.InterruptedItem && worker.State == WorkerState.Ready)
        {
            GoOnTiming(call, now);
            Advance(now);
        }
    }

    /// <summary>Which items of a chunk have begun. For workers that do not say so each time: to be told before anything is decided that depends on it.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="call">The chunk.</param>
    /// <param name="begun">How many of its items, from the first.</param>
    /// <param name="startedAt">When the last of them began.</param>
    public static void ItemsFoundBegun(ScheduledWorker worker, ScheduledCall call, int begun, long startedAt)
    {
        if (call.Worker != worker || call.State != CallState.Running || begun > call.SentEnd)
        {
            return;
        }

        call.Begun = Math.Max(begun, call.Done);
        if (begun - 1 > call.Current || (begun - 1 == call.Current && startedAt < call.StartedAt))
        {
            call.Current = begun - 1;
            call.StartedAt = startedAt;
        }
    }

    /// <summary>An item that runs may be past its time.</summary>
    private void OnItemDue(ScheduledCall call, long now)
    {
        // Those that were sent may all be back, and the end of the whole on its way.
        bool runs = call.Current < call.SentEnd && !call.HasItemEnd(call.Current);
        long due = runs ? call.StartedAt + call.Timeout : now + call.Timeout;
        if (due > now)
        {
            SetDeadline(call, now, due - now);
            return;
        }

        call.Interruption = CallInterruption.TimedOut;
        call.InterruptedItem = call.Current;
        if (!call.HasEnd)
        {
            EndItem(call, call.Current, CallEnd.TimedOut, call.Worker!);
        }

        Interrupt(call, now);
    }

    private void GoOnTiming(ScheduledCall call, long now)
    {
        call.Interruption = CallInterruption.None;
        SetDeadline(call, now, Math.Max(call.StartedAt + call.Timeout - now, 1));
    }

    /// <summary>The worker of a chunk is gone while it ran: the item at hand has had its run, and those behind it have not.</summary>
    private void OnChunkLost(ScheduledCall call, ScheduledWorker worker, long now)
    {
        call.SkipEnded();
        bool isHeadLost = call.IsHeadBegun;
        int retries = call.RetriesLeft;
        if (isHeadLost && retries == 0)
        {
            EndItem(call, call.Done, CallEnd.WorkerCrashed, worker);
            call.SkipEnded();
        }

        _reruns += call.Remaining;
        EndOrRequeueRest(call, worker, now, isHeadLost && retries > 0 ? retries - 1 : call.RetriesLeft);
    }

    /// <summary>A chunk is in no worker any more: its end, or another worker for the items that have none.</summary>
    private void EndOrRequeueRest(ScheduledCall call, ScheduledWorker worker, long now, int? retries = null, bool divide = false)
    {
        call.SkipEnded();
        call.RetriesLeft = retries ?? call.RetriesLeft;
        call.Begun = call.Done;
        if (call.Remaining == 0)
        {
            End(call, CallEnd.Completed, worker);
            return;
        }

        if (call.Interruption == CallInterruption.Cancelled)
        {
            End(call, CallEnd.Cancelled, worker);
            return;
        }

        call.Interruption = CallInterruption.None;
        int parts = divide && call.IsDivisible ? Math.Min(TargetWorkers, call.Remaining) : 1;
        for (; parts > 1; parts--)
        {
            ScheduledCall part = call.SplitOff(call.Remaining / parts);
            part.Sequence = call.Sequence;
            part.SubmittedAt = call.SubmittedAt;
            Requeue(part, now);
        }

        Requeue(call, now);
    }
}
