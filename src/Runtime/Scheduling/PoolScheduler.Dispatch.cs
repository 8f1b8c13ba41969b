namespace ProcGen.Scheduling;

// Which call goes to which worker.
internal sealed partial class PoolScheduler
{
    /// <summary>Gives as many calls to workers as can be given.</summary>
    private void Dispatch(long now)
    {
        while (_queue.Head is { } head && Pick(head) is { } worker)
        {
            _queue.Remove(head);
            Send(head, worker, now);
        }
    }

    /// <summary>The worker for a call, if there is one now. A synchronous call never waits behind later asynchronous ones: nobody overtakes the head.</summary>
    private ScheduledWorker? Pick(ScheduledCall call)
    {
        if (_idle.Count > 0)
        {
            return _idle[^1];
        }

        if (!call.IsAsynchronous)
        {
            return _options.MaxCallsAhead == 0 ? null : PickAhead(call);
        }

        if (_options.MaxConcurrentCallsPerWorker == 1)
        {
            return null;
        }

        ScheduledWorker? best = null;
        foreach (ScheduledWorker worker in _workers)
        {
            if (worker.Accepts && CanShare(worker) && (best is null || worker.Calls.Count < best.Calls.Count))
            {
                best = worker;
            }
        }

        return best;
    }

    private bool CanShare(ScheduledWorker worker) =>
        worker.Calls.Count < _options.MaxConcurrentCallsPerWorker && (worker.Calls.Count == 0 || worker.Calls[0].IsAsynchronous);

    private void Send(ScheduledCall call, ScheduledWorker worker, long now)
    {
        LeaveIdle(worker);
        call.State = CallState.Sent;
        call.Worker = worker;
        worker.Calls.Add(call);
        int calls = (int)Math.Min(call.Remaining, _options.MaxCallsPerWorker - worker.CallsSent);
        call.SentStart = call.Done;
        call.SentEnd = call.Done + calls;
        worker.Held += calls;
        call.ExpectedAt = now;
        if (worker.Calls.Count == 1 || call.IsAsynchronous)
        {
            ExpectBegin(call, now);
        }
        else
        {
            _deadlines.Clear(call);
        }

        if (worker.Calls.Count > 1 ? !call.IsAsynchronous : call.IsDivisible)
        {
            WatchAhead(worker, now);
        }

        Commands.Add(new SchedulerCommand(CommandKind.SendCall, worker, call));
        worker.CallsSent += calls;
        if (worker.CallsSent >= _options.MaxCallsPerWorker)
        {
            Drain(worker, DrainReason.Recycle);
        }
    }

    /// <summary>Gives a call that is the next to begin in its worker the time for that.</summary>
    private void ExpectBegin(ScheduledCall call, long now)
    {
        call.ExpectedAt = now;
        SetDeadline(call, now, _options.BeginPatience + (call.Size / _options.SizePerSecond * TimeSpan.TicksPerSecond));
    }

    /// <summary>A worker did not begin the call it was sent: it is killed, and the call goes to another.</summary>
    private void OnBeginOverdue(ScheduledCall call)
    {
        ScheduledWorker worker = call.Worker!;
        if (worker.State == WorkerState.Ready)
        {
            call.Suspicions++;
            Drain(worker, DrainReason.Condemned);
            Kill(worker);
        }
    }

    private void SendPinned(ScheduledWorker worker, long now)
    {
        while (worker.Pinned.Count > 0)
        {
            ScheduledCall call = worker.Pinned[0];
            if (call.IsAsynchronous ? !CanShare(worker) : worker.Calls.Count > 0)
            {
                return;
            }

            worker.Pinned.RemoveAt(0);
            Send(call, worker, now);
        }
    }
}
