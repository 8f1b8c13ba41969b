namespace ProcGen.Scheduling;

// The end of the pool, and what can be said about it.
internal sealed partial class PoolScheduler
{
    private readonly long[] _ends = new long[Enum.GetValues<CallEnd>().Length];
    private long _startFailures;
    private long _crashedWorkers;
    private long _killedWorkers;
    private long _retiredWorkers;
    private long _reruns;

    /// <summary>No new calls are taken; the pool closes when those it has are done.</summary>
    public void Complete(long now)
    {
        if (_phase == Phase.Open)
        {
            _phase = Phase.Completing;
            _changed = true;
            Advance(now);
        }
    }

    /// <summary>Ends everything: calls that wait or run get their end now, workers that run calls are killed, the others end by themselves.</summary>
    public void Terminate(long now)
    {
        if (_phase >= Phase.Terminated)
        {
            return;
        }

        _phase = Phase.Terminated;
        _changed = true;
        while (_queue.Head is { } call)
        {
            _queue.Remove(call);
            Leave(call);
            call.State = CallState.Done;
            End(call, CallEnd.Terminated);
        }

        foreach (ScheduledWorker worker in _workers.ToArray())
        {
            EndPinned(worker, CallEnd.Terminated);
            foreach (ScheduledCall call in worker.Calls)
            {
                if (!call.HasEnd)
                {
                    End(call, CallEnd.Terminated, worker);
                }
            }

            if (worker.Calls.Count > 0 && worker.State == WorkerState.Ready)
            {
                Kill(worker);
            }
            else
            {
                Drain(worker, DrainReason.Surplus);
                Settle(worker, now);
            }
        }

        Advance(now);
    }

    /// <summary>The numbers of this moment.</summary>
    public SchedulerStatistics GetStatistics()
    {
        var statistics = new SchedulerStatistics
        {
            QueuedCalls = _queue.Count,
            QueuedSize = _queue.Size,
            Ends = [.. _ends],
            Reruns = _reruns,
            StartedWorkers = _lastWorkerNumber,
            StartFailures = _startFailures,
            CrashedWorkers = _crashedWorkers,
            KilledWorkers = _killedWorkers,
            RetiredWorkers = _retiredWorkers,
            Workers = [.. _workers],
        };
        return statistics;
    }
}
