namespace ProcGen.Scheduling;

// Short calls wait in their worker instead of in the queue, so that it goes from one to the next without a word of its parent.
internal sealed partial class PoolScheduler
{
    /// <summary>One of so many calls is what a single one counts for in the time that calls take.</summary>
    private const int Smoothing = 8;

    /// <summary>A worker gave a call back, as it was asked to: its body has not begun, and will not. Of a chunk: those of its items that did not come back before.</summary>
    public void CallReturned(ScheduledWorker worker, ScheduledCall call, long now)
    {
        if (call.Worker != worker || !worker.Calls.Remove(call))
        {
            return;
        }

        worker.Held -= call.Held;
        Leave(call);
        call.State = CallState.Done;
        OnFewerCalls(worker);
        if (!call.HasEnd)
        {
            if (call.IsChunk)
            {
                EndOrRequeueRest(call, worker, now, divide: true);
            }
            else
            {
                Requeue(call, now);
            }
        }

        Settle(worker, now);
        Advance(now);
    }

    /// <summary>
    /// The bodies of a worker's first calls have begun. For workers that do not say so each time: to be told before anything is decided that depends on it, such as what to do with
    /// the calls of a worker that is gone.
    /// </summary>
    /// <param name="worker">The worker.</param>
    /// <param name="count">How many of its calls.</param>
    /// <param name="now">The time.</param>
    public void CallsFoundStarted(ScheduledWorker worker, int count, long now)
    {
        for (int i = 0; i < count; i++)
        {
            ScheduledCall call = worker.Calls[i];
            long expected = call.ExpectedAt;
            if (call.State == CallState.Sent)
            {
                CallStarted(worker, call, now);
                call.StartedAt = expected;
            }
        }
    }

    /// <summary>The worker that holds the fewest calls of those that take one more, where every worker there may be is at work already.</summary>
    private ScheduledWorker? PickAhead(ScheduledCall call)
    {
        if (call.QueueTimeout != Deadline.Never || call.Size > (call.IsChunk ? _options.MaxAheadChunkSize : _options.MaxAheadSize))
        {
            return null;
        }

        int counted = 0;
        ScheduledWorker? best = null;
        foreach (ScheduledWorker worker in _workers)
        {
            if (!worker.Counts)
            {
                continue;
            }

            if (worker.State == WorkerState.Starting)
            {
                return null;
            }

            counted++;
            if (TakesAhead(worker, call) && (best is null || worker.Held < best.Held))
            {
                best = worker;
            }
        }

        return counted >= TargetWorkers ? best : null;
    }

    private bool TakesAhead(ScheduledWorker worker, ScheduledCall call)
    {
        if (!worker.Accepts || worker.IsRecalling || worker.ServiceTime == Deadline.Never
            || worker.Calls is not [{ IsAsynchronous: false, Interruption: CallInterruption.None }, ..] || worker.Calls.Count > _options.MaxCallsAhead)
        {
            return false;
        }

        long room = _options.AheadSpan / Math.Max(worker.ServiceTime, 1);
        if (worker.Held <= (call.IsChunk ? room : Math.Min(_options.MaxCallsAhead, room)))
        {
            return true;
        }

        // One chunk behind another, so that the worker has no pause between the two.
        return call.IsChunk && worker.Calls.Count == 1 && worker.Held * worker.ServiceTime <= _options.AheadChunkSpan;
    }

    private void WatchAhead(ScheduledWorker worker, long now)
    {
        if (!worker.HasAhead)
        {
            worker.HasAhead = true;
            SetDeadline(worker, now, _options.AheadPatience);
        }
    }

    /// <summary>Calls ended in a worker.</summary>
    private static void Measure(ScheduledWorker worker, ScheduledCall call, int count, long now)
    {
        if (!call.IsAsynchronous)
        {
            long took = Math.Max(now - Math.Max(worker.LastEndAt, call.ExpectedAt), 0) / count;
            worker.ServiceTime = worker.ServiceTime == Deadline.Never ? took
                : count >= Smoothing ? (worker.ServiceTime + took) / 2
                : worker.ServiceTime + ((took - worker.ServiceTime) / Smoothing);
        }

        worker.LastEndAt = now;
    }

    private static void OnFewerCalls(ScheduledWorker worker)
    {
        if (worker.Calls.Count <= 1)
        {
            worker.IsRecalling = false;
        }
    }

    /// <summary>Looks whether the calls that wait in a worker go on there. The time is not set anew with each of them, but looked at when it has come.</summary>
    private void OnAheadDue(ScheduledWorker worker, long now)
    {
        bool holdsChunk = worker.Calls.Exists(static c => c.IsDivisible);
        if (worker.State != WorkerState.Ready || (worker.Calls.Count <= 1 && !holdsChunk))
        {
            worker.HasAhead = false;
            return;
        }

        long patience = holdsChunk ? Math.Max(_options.AheadPatience, _options.ItemPatience) : _options.AheadPatience;
        long quiet = now - Math.Max(worker.LastEndAt, worker.Calls[0].ExpectedAt);
        if (quiet < patience)
        {
            SetDeadline(worker, now, patience - quiet);
            return;
        }

        if (worker.Calls.Count == 1 && _idle.Count == 0)
        {
            // Nobody could run the rest sooner.
            SetDeadline(worker, now, patience);
            return;
        }

        // The one at hand takes longer than those before it. The others wait for whichever worker is free first.
        worker.IsRecalling = true;
        worker.ServiceTime = Math.Max(worker.ServiceTime, quiet);
        Commands.Add(new SchedulerCommand(CommandKind.RecallCalls, worker));
        SetDeadline(worker, now, quiet * 2);
    }
}
