namespace ProcGen.Scheduling;

// How many workers there are.
internal sealed partial class PoolScheduler
{
    // How many workers demand has called for and idleness not yet taken back.
    private int _wanted;

    // Whether a worker came, went or changed its part since the numbers were last compared.
    private bool _changed;

    private bool _full;

    /// <summary>Sets how many workers there may be. Surplus ones end when they are idle.</summary>
    public void Resize(int workers, long now)
    {
        TargetWorkers = workers;
        _wanted = Math.Min(_wanted, workers);
        _changed = true;
        Advance(now);
    }

    /// <summary>Brings the pool to its full size and gives one call to every worker.</summary>
    /// <param name="calls">As many calls as <see cref="TargetWorkers"/>.</param>
    /// <param name="now">The time.</param>
    /// <remarks>Where a worker cannot be brought up now, its call ends with <see cref="CallEnd.StartFailed"/>.</remarks>
    public Admission Broadcast(ReadOnlySpan<ScheduledCall> calls, long now)
    {
        if (_phase != Phase.Open)
        {
            return _phase == Phase.Completing ? Admission.Completing : Admission.Terminated;
        }

        // Workers at the end of their number of calls are replaced now: the call is for those that stay.
        foreach (ScheduledWorker worker in _workers.Where(w => w.Counts && (w.Draining != DrainReason.None || !HasCallsLeft(w))).ToArray())
        {
            Drain(worker, DrainReason.Surplus);
            Settle(worker, now);
        }

        _wanted = TargetWorkers;
        _changed = true;
        Reconcile(now);

        int next = 0;
        foreach (ScheduledWorker worker in _workers.ToArray())
        {
            if (worker.Counts && next < calls.Length)
            {
                ScheduledCall call = calls[next++];
                call.Sequence = ++_lastSequence;
                call.SubmittedAt = now;
                call.State = CallState.Queued;
                call.Worker = worker;
                LeaveIdle(worker);
                worker.Pinned.Add(call);
                if (call.QueueTimeout != Deadline.Never)
                {
                    SetDeadline(call, now, call.QueueTimeout);
                }

                Settle(worker, now);
            }
        }

        for (; next < calls.Length; next++)
        {
            calls[next].State = CallState.Done;
            End(calls[next], CallEnd.StartFailed);
        }

        Advance(now);
        return Admission.Accepted;
    }

    private bool HasCallsLeft(ScheduledWorker worker) => worker.CallsSent + worker.Pinned.Count < _options.MaxCallsPerWorker;

    private void OnWorkerDue(ScheduledWorker worker, long now)
    {
        if (worker.Draining >= DrainReason.Terminating)
        {
            Kill(worker);
        }
        else if (worker.HasAhead)
        {
            OnAheadDue(worker, now);
        }
        else if (worker.IsIdle)
        {
            int counted = _workers.Count(static w => w.Counts);
            if (counted > _options.MinWorkers)
            {
                _wanted = Math.Min(_wanted, counted - 1);
                Retire(worker);
            }
        }
    }

    /// <summary>Compares the workers that are wanted with those that are there, and starts, promotes or ends some.</summary>
    /// <returns>Whether a worker became free for a call that waits.</returns>
    private bool Reconcile(long now)
    {
        if (!_changed && (_queue.Count == 0 || _full))
        {
            return false;
        }

        _changed = false;
        Census census = Count();
        int need = census.Busy + QueueNeeds();
        _wanted = Math.Max(_wanted, Math.Min(need, TargetWorkers));
        int desired = _phase switch
        {
            Phase.Open => Math.Clamp(_wanted, Math.Min(_options.MinWorkers, TargetWorkers), TargetWorkers),
            Phase.Completing => Math.Min(need, TargetWorkers),
            _ => 0,
        };

        bool freed = false;
        if (census.Counted > desired)
        {
            Shrink(census.Counted - desired, now);
        }
        else
        {
            int missing = desired - census.Counted;
            freed = Promote(ref missing, now);
            Revive(ref missing);
            Start(missing, spares: false, ref census, now);
        }

        int spares = _phase == Phase.Open ? _options.Spares : 0;
        census = Count(census.Starting);
        if (census.Spares > spares)
        {
            EndSpares(census.Spares - spares, now);
        }
        else
        {
            Start(spares - census.Spares, spares: true, ref census, now);
        }

        _full = census.Counted >= TargetWorkers;
        bool waitsForRetry = census.Counted < desired || census.Spares < spares;
        if (waitsForRetry && _breaker.RetryAt > now)
        {
            _deadlines.Set(_retry, _breaker.RetryAt);
        }

        return freed;
    }

    private int QueueNeeds()
    {
        int width = _queue.Head is { IsAsynchronous: true } ? _options.MaxConcurrentCallsPerWorker : 1;
        return (_queue.Count + width - 1) / width;
    }

    private Census Count(int starting = 0)
    {
        Census census = default;
        foreach (ScheduledWorker worker in _workers)
        {
            if (worker.State == WorkerState.Starting)
            {
                census.Starting++;
            }

            if (worker.Counts)
            {
                census.Counted++;
                census.Busy += worker.IsBusy ? 1 : 0;
            }
            else if (worker.IsSpare && worker.IsLive)
            {
                census.Spares++;
            }
        }

        return census;
    }

    /// <summary>Starts workers, unless starting has proven useless, or workers that will not end are too many already.</summary>
    private void Start(int count, bool spares, ref Census census, long now)
    {
        int most = (2 * (TargetWorkers + _options.Spares)) + 2;
        for (int i = 0; i < count && _workers.Count < most && _breaker.Allows(now, census.Starting); i++)
        {
            var worker = new ScheduledWorker(++_lastWorkerNumber, now) { IsSpare = spares };
            _workers.Add(worker);
            census.Starting++;
            if (spares)
            {
                census.Spares++;
            }
            else
            {
                census.Counted++;
            }

            Commands.Add(new SchedulerCommand(CommandKind.StartWorker, worker));
        }
    }

    /// <summary>Lets spares take missing places; where calls wait, ready ones also take the places of workers that still start, which become spares.</summary>
    private bool Promote(ref int missing, long now)
    {
        bool freed = false;
        foreach (ScheduledWorker spare in _workers)
        {
            if (!spare.IsSpare || !spare.IsLive)
            {
                continue;
            }

            if (missing > 0)
            {
                missing--;
            }
            else if (_queue.Count > 0 && spare.State == WorkerState.Ready && FindStarting() is { } starting)
            {
                starting.IsSpare = true;
            }
            else
            {
                continue;
            }

            spare.IsSpare = false;
            freed |= spare.State == WorkerState.Ready;
            Settle(spare, now);
        }

        return freed;
    }

    private ScheduledWorker? FindStarting() =>
        _workers.Find(static w => w is { State: WorkerState.Starting, IsSpare: false, Draining: DrainReason.None, Pinned.Count: 0 });

    /// <summary>Takes surplus workers back that still run calls.</summary>
    private void Revive(ref int missing)
    {
        foreach (ScheduledWorker worker in _workers)
        {
            if (missing > 0 && worker is { Draining: DrainReason.Surplus, IsLive: true } && HasCallsLeft(worker))
            {
                worker.Draining = DrainReason.None;
                missing--;
            }
        }
    }

    /// <summary>
    /// Ends workers: those that still start, then idle ones, then those that run calls, after these. The youngest go first: if the oldest went, a pool that is resized
    /// faster than workers start would never have a ready one.
    /// </summary>
    private void Shrink(int surplus, long now)
    {
        foreach (ScheduledWorker worker in _workers.Where(static w => w.Counts).OrderBy(Cost).ThenByDescending(static w => w.Number).Take(surplus).ToArray())
        {
            Drain(worker, DrainReason.Surplus);
            Settle(worker, now);
        }

        static int Cost(ScheduledWorker worker) => worker.IsBusy ? 2 : worker.State == WorkerState.Starting ? 0 : 1;
    }

    private void EndSpares(int surplus, long now)
    {
        foreach (ScheduledWorker worker in _workers.Where(static w => w.IsSpare && w.IsLive).Take(surplus).ToArray())
        {
            Drain(worker, DrainReason.Surplus);
            Settle(worker, now);
        }
    }

    /// <summary>Where no worker lives and none can be started, the callers are told instead of waiting for nothing.</summary>
    private void FailHopelessCalls()
    {
        if (_queue.Count == 0 || !_breaker.IsOpen || _workers.Exists(static w => w.IsLive && w.Draining < DrainReason.Surplus))
        {
            return;
        }

        while (_queue.Head is { } call)
        {
            _queue.Remove(call);
            Leave(call);
            call.State = CallState.Done;
            End(call, CallEnd.StartFailed);
        }

        // Nobody waits any more; the next call is what starts the next try.
        _wanted = Math.Min(_options.MinWorkers, TargetWorkers);
        _changed = true;
    }

    private struct Census
    {
        public int Counted;
        public int Busy;
        public int Spares;
        public int Starting;
    }
}
