namespace ProcGen.Scheduling;

// The life of a worker: started, ready, drained, retired or killed, gone.
internal sealed partial class PoolScheduler
{
    /// <summary>A worker can take calls.</summary>
    public void WorkerReady(ScheduledWorker worker, long now)
    {
        if (worker.State != WorkerState.Starting)
        {
            return;
        }

        worker.State = WorkerState.Ready;
        _changed = true;
        Settle(worker, now);
        Advance(now);
    }

    /// <summary>A worker did not become ready, and its process is gone.</summary>
    public void WorkerStartFailed(ScheduledWorker worker, long now)
    {
        if (worker.State == WorkerState.Gone)
        {
            return;
        }

        if (worker.State == WorkerState.Starting)
        {
            _startFailures++;
            _breaker.Failed(worker.StartedAt, now);
        }

        Forget(worker);
        EndPinned(worker, CallEnd.StartFailed);
        Advance(now);
    }

    /// <summary>Somebody outside asked a worker to end. It gets nothing more, and ends when its calls have.</summary>
    public void WorkerTerminating(ScheduledWorker worker, long now)
    {
        if (worker.State != WorkerState.Ready || worker.Draining >= DrainReason.Terminating)
        {
            return;
        }

        Drain(worker, DrainReason.Terminating);
        SetDeadline(worker, now, _options.TerminationGrace);
        EndPinned(worker, CallEnd.WorkerCrashed);
        Settle(worker, now);
        Advance(now);
    }

    /// <summary>The process of a worker is gone.</summary>
    public void WorkerExited(ScheduledWorker worker, long now)
    {
        if (worker.State == WorkerState.Gone)
        {
            return;
        }

        bool expected = worker.State is WorkerState.Retiring or WorkerState.Dying;
        if (!expected)
        {
            _crashedWorkers++;
            if (!worker.HasRunCalls)
            {
                _breaker.Failed(worker.StartedAt, now);
            }
        }

        Forget(worker);
        EndPinned(worker, CallEnd.WorkerCrashed);
        EndOrRequeueCalls(worker, expected, now);
        Advance(now);
    }

    private void EndOrRequeueCalls(ScheduledWorker worker, bool expected, long now)
    {
        bool anyRunning = worker.Calls.Exists(static c => c.State == CallState.Running);
        bool suspect = !expected && !anyRunning;

        // Of those sent, the first is the one the worker would have begun. Asynchronous ones may all have been next.
        ScheduledCall? next = suspect ? worker.Calls.Find(static c => !c.HasEnd) : null;

        // Backwards, so that each goes to the very front of the queue.
        for (int i = worker.Calls.Count - 1; i >= 0; i--)
        {
            ScheduledCall call = worker.Calls[i];
            bool ran = call.State == CallState.Running;
            if (suspect && (call == next || call.IsAsynchronous))
            {
                call.Suspicions++;
            }

            Leave(call);
            call.State = CallState.Done;
            if (call.HasEnd)
            {
                continue;
            }

            if (call.IsChunk && ran && call.Interruption != CallInterruption.Cancelled)
            {
                OnChunkLost(call, worker, now);
            }
            else if (call.Interruption != CallInterruption.None)
            {
                End(call, call.Interruption == CallInterruption.TimedOut ? CallEnd.TimedOut : CallEnd.Cancelled, worker);
            }
            else if (ran ? call.RetriesLeft > 0 : call.Suspicions < LargestSuspicion)
            {
                call.RetriesLeft -= ran ? 1 : 0;
                _reruns += call.Remaining;
                Requeue(call, now);
            }
            else
            {
                End(call, ran && worker.Draining == DrainReason.Condemned ? CallEnd.KilledForNeighbour : CallEnd.WorkerCrashed, worker);
            }
        }

        worker.Calls.Clear();
        worker.Held = 0;
    }

    private void Requeue(ScheduledCall call, long now)
    {
        _queue.Add(call);
        if (call.QueueTimeout != Deadline.Never)
        {
            SetDeadline(call, now, call.QueueTimeout);
        }
    }

    private void EndPinned(ScheduledWorker worker, CallEnd end)
    {
        foreach (ScheduledCall call in worker.Pinned)
        {
            Leave(call);
            call.State = CallState.Done;
            End(call, end, worker);
        }

        worker.Pinned.Clear();
    }

    /// <summary>Moves a worker on after something in it changed: to its next pinned call, to its end if it drains, or among the idle ones.</summary>
    private void Settle(ScheduledWorker worker, long now)
    {
        if (worker.State == WorkerState.Starting && worker.Draining == DrainReason.Surplus && worker.Pinned.Count == 0)
        {
            Kill(worker);
            return;
        }

        if (worker.State != WorkerState.Ready)
        {
            return;
        }

        if (worker.Draining == DrainReason.Condemned)
        {
            if (!worker.Calls.Exists(static c => !c.HasEnd && c.IsAsynchronous))
            {
                Kill(worker);
            }

            return;
        }

        SendPinned(worker, now);
        if (worker.IsBusy || worker.IsIdle)
        {
            return;
        }

        if (worker.Draining != DrainReason.None)
        {
            Retire(worker);
        }
        else if (!worker.IsSpare)
        {
            worker.IsIdle = true;
            if (worker.HasAhead)
            {
                // Its deadline is that of its idleness now.
                worker.HasAhead = false;
                _deadlines.Clear(worker);
            }

            _idle.Add(worker);
            _changed |= _phase != Phase.Open;
            if (_options.IdleTimeout != Deadline.Never)
            {
                SetDeadline(worker, now, _options.IdleTimeout);
            }
        }
    }

    private void LeaveIdle(ScheduledWorker worker)
    {
        if (worker.IsIdle)
        {
            worker.IsIdle = false;
            _deadlines.Clear(worker);
            if (_idle[^1] == worker)
            {
                _idle.RemoveAt(_idle.Count - 1);
            }
            else
            {
                _idle.Remove(worker);
            }
        }
    }

    private void Drain(ScheduledWorker worker, DrainReason reason)
    {
        if (worker.Draining < reason)
        {
            LeaveIdle(worker);
            worker.Draining = reason;
            _changed = true;
        }
    }

    private void Retire(ScheduledWorker worker)
    {
        Leave(worker, WorkerState.Retiring);
        _retiredWorkers++;
        Commands.Add(new SchedulerCommand(CommandKind.RetireWorker, worker));
    }

    private void Kill(ScheduledWorker worker)
    {
        Leave(worker, WorkerState.Dying);
        _killedWorkers++;
        Commands.Add(new SchedulerCommand(CommandKind.KillWorker, worker));
    }

    private void Forget(ScheduledWorker worker)
    {
        Leave(worker, WorkerState.Gone);
        _workers.Remove(worker);
    }

    private void Leave(ScheduledWorker worker, WorkerState state)
    {
        LeaveIdle(worker);
        _deadlines.Clear(worker);
        worker.State = state;
        _changed = true;
    }
}
