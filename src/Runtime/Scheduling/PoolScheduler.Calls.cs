namespace ProcGen.Scheduling;

// The life of a call: submitted, sent, running, interrupted, ended.
internal sealed partial class PoolScheduler
{
    /// <summary>A call, or a chunk, arrived.</summary>
    public Admission Submit(ScheduledCall call, long now)
    {
        if (_phase != Phase.Open)
        {
            return _phase == Phase.Completing ? Admission.Completing : Admission.Terminated;
        }

        // What can be sent at once never waits, so that it cannot be too much for the queue.
        bool direct = _queue.Count == 0 && Pick(call) is not null;
        if (!direct && !HasRoom(call.Size, call.Items))
        {
            return Admission.QueueFull;
        }

        call.Sequence = ++_lastSequence;
        call.SubmittedAt = now;
        _queue.Add(call);
        if (call.QueueTimeout != Deadline.Never)
        {
            SetDeadline(call, now, call.QueueTimeout);
        }

        Advance(now);
        return Admission.Accepted;
    }

    /// <summary>Whether so many calls of a size together may wait. One call, or chunk, always may, however large it is.</summary>
    public bool HasRoom(long size, int calls = 1) =>
        _queue.Count == 0 || (_queue.Count + calls <= _options.MaxQueuedCalls && _queue.Size + size <= _options.MaxQueuedSize);

    /// <summary>The caller wants a call to stop. Has no effect on a call that has its end.</summary>
    public void Cancel(ScheduledCall call, long now)
    {
        if (call.HasEnd || call.Interruption != CallInterruption.None)
        {
            return;
        }

        switch (call.State)
        {
            case CallState.Queued:
                TakeFromQueue(call, now);
                End(call, CallEnd.Cancelled);
                break;
            case CallState.Sent:
                // If its body begins all the same, OnCallStarted goes on from here; the caller need not wait for that.
                call.Interruption = CallInterruption.Cancelled;
                if (call.Worker!.State == WorkerState.Ready)
                {
                    Commands.Add(new SchedulerCommand(CommandKind.CancelCall, call.Worker, call));
                }

                End(call, CallEnd.Cancelled, call.Worker);
                break;
            case CallState.Running:
                call.Interruption = CallInterruption.Cancelled;
                Interrupt(call, now);
                break;
            default:
                return;
        }

        Advance(now);
    }

    /// <summary>The body of a call began.</summary>
    /// <param name="worker">Where.</param>
    /// <param name="call">The call.</param>
    /// <param name="now">The time.</param>
    /// <param name="timeoutRests">Whether it may run longer than it may, because somebody debugs its worker.</param>
    public void CallStarted(ScheduledWorker worker, ScheduledCall call, long now, bool timeoutRests = false)
    {
        if (call.Worker != worker || call.State != CallState.Sent)
        {
            return;
        }

        _deadlines.Clear(call);
        MarkBegun(worker, call, now);
        if (worker.State == WorkerState.Dying)
        {
            return;
        }

        if (call.Interruption != CallInterruption.None)
        {
            Interrupt(call, now, alreadyAsked: true);
            Advance(now);
        }
        else if (call.Timeout != Deadline.Never && !timeoutRests)
        {
            SetDeadline(call, now, call.Timeout);
            Advance(now);
        }
    }

    /// <summary>A call came back from its worker.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancelled">Whether it came back because it was asked to stop.</param>
    /// <param name="now">The time.</param>
    /// <param name="failed">Of a chunk: whether that is the end of all its items that have none.</param>
    /// <param name="workerMemory">What the worker holds now, in bytes; 0 where nobody looked.</param>
    /// <param name="recycle">Whether the worker said that it should be replaced.</param>
    public void CallEnded(ScheduledWorker worker, ScheduledCall call, bool cancelled, long now, bool failed = false, long workerMemory = 0, bool recycle = false)
    {
        if (call.Worker != worker)
        {
            return;
        }

        if (call.State == CallState.Sent)
        {
            // It ended before its body began: its arguments could not be read, or it was cancelled in time. The worker was of use all the same.
            worker.HasRunCalls = true;
            _breaker.Succeeded();
        }

        worker.Calls.Remove(call);
        worker.Held -= call.Held;
        if (!call.IsChunk)
        {
            Measure(worker, call, 1, now);
        }

        OnFewerCalls(worker);
        Leave(call);
        call.State = CallState.Done;
        if (!call.HasEnd)
        {
            if (call.IsChunk && !failed && !cancelled)
            {
                EndOrRequeueRest(call, worker, now);
            }
            else
            {
                End(call, EndOf(call, cancelled), worker);
            }
        }

        if (worker.State == WorkerState.Ready)
        {
            if (worker.Calls is [{ State: CallState.Sent, IsAsynchronous: false } next, ..])
            {
                ExpectBegin(next, now);
            }

            if (recycle || workerMemory > _options.MaxWorkerMemory)
            {
                Drain(worker, DrainReason.Recycle);
            }

            Settle(worker, now);
        }

        Advance(now);
    }

    /// <summary>A worker holds more memory than its calls may use. They all end for it, and the worker is killed.</summary>
    public void MemoryExceeded(ScheduledWorker worker, long now)
    {
        if (worker.State != WorkerState.Ready)
        {
            return;
        }

        foreach (ScheduledCall call in worker.Calls)
        {
            if (!call.HasEnd && call.State == CallState.Running)
            {
                End(call, CallEnd.MemoryLimit, worker);
            }
        }

        Drain(worker, DrainReason.Condemned);
        Kill(worker);
        Advance(now);
    }

    private static CallEnd EndOf(ScheduledCall call, bool cancelled) => call.Interruption switch
    {
        // Past its time a call has timed out, even if it came back with a result in its grace: what the caller sees must not depend on a race.
        CallInterruption.TimedOut when !call.IsChunk => CallEnd.TimedOut,
        CallInterruption.Cancelled when cancelled => CallEnd.Cancelled,
        _ => CallEnd.Completed,
    };

    private void MarkBegun(ScheduledWorker worker, ScheduledCall call, long now)
    {
        call.State = CallState.Running;
        call.StartedAt = now;
        call.Suspicions = 0;
        call.Runs++;
        call.Current = call.Done;
        call.Begun = call.Done + 1;
        worker.HasRunCalls = true;
        _breaker.Succeeded();
    }

    private void OnCallDue(ScheduledCall call, long now, bool timeoutsRest)
    {
        switch (call.State)
        {
            case CallState.Queued when timeoutsRest:
                SetDeadline(call, now, call.QueueTimeout);
                break;
            case CallState.Queued:
                TakeFromQueue(call, now);
                End(call, CallEnd.QueueTimedOut);
                break;
            case CallState.Sent when timeoutsRest:
                ExpectBegin(call, now);
                break;
            case CallState.Sent:
                OnBeginOverdue(call);
                break;
            case CallState.Running when call.Interruption == CallInterruption.TimedOut && call.IsChunk && call.Current > call.InterruptedItem:
                // The item stopped in its grace, and nobody has said so yet.
                GoOnTiming(call, now);
                break;
            case CallState.Running when call.Interruption != CallInterruption.None:
                Condemn(call, now);
                break;
            case CallState.Running when timeoutsRest:
                // Its time begins anew when nobody looks any more.
                SetDeadline(call, now, call.Timeout);
                break;
            case CallState.Running when call.IsChunk:
                OnItemDue(call, now);
                break;
            case CallState.Running:
                call.Interruption = CallInterruption.TimedOut;
                Interrupt(call, now);
                break;
            default:
                break;
        }
    }

    /// <summary>Asks a running call to stop, or ends its worker if it cannot be asked.</summary>
    private void Interrupt(ScheduledCall call, long now, bool alreadyAsked = false)
    {
        // A chunk that nobody wants any more stops between two items, and they are short as a rule.
        long grace = call.ObservesCancellation ? call.KillGrace
            : call.IsChunk && call.Interruption == CallInterruption.Cancelled ? Math.Min(call.KillGrace, _options.ItemPatience) : 0;
        if (grace <= 0 || call.Worker!.State != WorkerState.Ready)
        {
            Condemn(call, now);
            return;
        }

        if (!alreadyAsked)
        {
            Commands.Add(new SchedulerCommand(CommandKind.CancelCall, call.Worker, call, Item: call.Interruption == CallInterruption.TimedOut && call.IsChunk ? call.InterruptedItem - call.SentStart : -1));
        }

        SetDeadline(call, now, grace);
    }

    /// <summary>Gives a call its end and its worker up: at once where it was alone, otherwise after the grace of its neighbours.</summary>
    private void Condemn(ScheduledCall call, long now)
    {
        ScheduledWorker worker = call.Worker!;
        _deadlines.Clear(call);
        bool isItem = call.IsChunk && call.Interruption == CallInterruption.TimedOut;
        if (!call.HasEnd && !isItem)
        {
            End(call, call.Interruption == CallInterruption.TimedOut ? CallEnd.TimedOut : CallEnd.Cancelled, worker);
        }

        if (worker.State != WorkerState.Ready)
        {
            return;
        }

        bool first = worker.Draining != DrainReason.Condemned;
        Drain(worker, DrainReason.Condemned);
        if (first)
        {
            SetDeadline(worker, now, _options.NeighbourGrace);
        }

        Settle(worker, now);
    }

    private void TakeFromQueue(ScheduledCall call, long now)
    {
        if (call.Level is not null)
        {
            _queue.Remove(call);
        }
        else
        {
            ScheduledWorker worker = call.Worker!;
            worker.Pinned.Remove(call);
            Settle(worker, now);
        }

        Leave(call);
        call.State = CallState.Done;
    }

    private void Leave(ScheduledCall call)
    {
        _deadlines.Clear(call);
        call.Worker = null;
    }
}
