using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Scheduling;
using ProcGen.Transport;

namespace ProcGen.Pools;

// What workers say becomes events of the scheduler.
internal sealed partial class PoolEngine
{
    public void OnReady(PoolWorker worker)
    {
        PoolLog.WorkerReady(Logger, worker.Name, worker.ProcessId);
        Batch batch;
        lock (_lock)
        {
            worker.IsReported = true;
            _scheduler.WorkerReady(worker.Scheduled, Now());
            if (worker.Exit is not null)
            {
                // It ended between its readiness and this report of it, when OnExited could not tell yet.
                Forget(worker);
            }

            batch = TakeCommands();
        }

        CarryOut(batch);
    }

    public void OnStartFailed(PoolWorker worker, WorkerStartException error)
    {
        Batch batch;
        bool asked;
        lock (_lock)
        {
            asked = worker.Scheduled.State == WorkerState.Dying;
            if (!asked)
            {
                Volatile.Write(ref _lastStartFailure, error);
            }

            FreePlace(worker);
            _scheduler.WorkerStartFailed(worker.Scheduled, Now());
            batch = TakeCommands();
        }

        if (!asked)
        {
            PoolLog.StartFailed(Logger, error, worker.Name, worker.ProcessId);
        }

        CarryOut(batch);
    }

    public void OnCallStarted(PoolWorker worker, PoolCall call) =>
        Tell(static (scheduler, e, now) => scheduler.CallStarted(e.worker.Scheduled, e.call, now, e.call.Operation.IsDebugged), (worker, call));

    public void OnCallEnded(PoolWorker worker, PoolCall call, CallOutcome outcome)
    {
        long memory = Settings.SamplesMemoryBetweenCalls ? worker.SampleMemory() ?? 0 : 0;
        bool recycle = outcome.IsOutOfMemory && call.MemoryLimit is not null;
        bool isFailed = outcome.Error is not null;
        PayloadBuffer? items = call.IsChunk ? outcome.Result : null;
        Batch batch;
        call.Hold();
        call.KeepOutcome(items is null ? outcome : default);
        lock (_lock)
        {
            if (items is not null)
            {
                AddItems(worker, call, items);
            }

            _scheduler.CallEnded(worker.Scheduled, call, outcome.IsCancelled, Now(), isFailed, memory, recycle);
            batch = TakeCommands();
        }

        CarryOut(batch);
        call.DropOutcome();
        call.Release();
    }

    public void OnItemsEnded(PoolWorker worker, PoolCall call, PayloadBuffer content)
    {
        Tell(static (_, e, _) => e.engine.AddItems(e.worker, e.call, e.content), (engine: this, worker, call, content));
        ((ChunkOperation)call.Operation).Tell();
    }

    public void OnCallReturned(PoolWorker worker, PoolCall call) =>
        Tell(static (scheduler, e, now) => scheduler.CallReturned(e.worker.Scheduled, e.call, now), (worker, call));

    public void OnTerminating(PoolWorker worker) =>
        Tell(static (scheduler, worker, now) => scheduler.WorkerTerminating(worker.Scheduled, now), worker);

    public void OnExited(PoolWorker worker)
    {
        Batch batch;
        bool asked;
        lock (_lock)
        {
            if (!worker.IsReported)
            {
                // It never was ready for the scheduler; who waits for its readiness reports the failure.
                return;
            }

            asked = worker.Scheduled.State is WorkerState.Dying or WorkerState.Retiring;
            if (!asked && !worker.Scheduled.HasRunCalls)
            {
                Volatile.Write(ref _lastStartFailure, PoolErrors.EndedUnused(worker));
            }

            Forget(worker);
            batch = TakeCommands();
        }

        if (asked)
        {
            PoolLog.WorkerEnded(Logger, worker.Name, worker.ProcessId, worker.Exit!.Description);
        }
        else
        {
            PoolLog.WorkerCrashed(Logger, worker.Name, worker.ProcessId, worker.Exit!.Description);
        }

        CarryOut(batch);
    }

    /// <summary>A worker holds more than its calls may.</summary>
    public void OnMemoryExceeded(PoolWorker worker) =>
        Tell(static (scheduler, worker, now) => scheduler.MemoryExceeded(worker.Scheduled, now), worker);

    /// <summary>Takes over the ends of the next calls of a chunk. Under the lock.</summary>
    private ChunkOperation AddItems(PoolWorker worker, PoolCall call, PayloadBuffer content)
    {
        var chunk = (ChunkOperation)call.Operation;
        if (call.Worker != worker.Scheduled)
        {
            content.Return();
            return chunk;
        }

        int first = call.Done;
        int count = ItemBlocks.ReadCount(content, call.SentEnd - first);
        _scheduler.ItemsEnded(worker.Scheduled, call, count, Now());
        chunk.Add(first, count, content, (worker.ProcessId, worker.Name));
        return chunk;
    }

    private void Forget(PoolWorker worker)
    {
        FreePlace(worker);
        FindStarts(worker.Scheduled, Now());
        _scheduler.WorkerExited(worker.Scheduled, Now());
    }

    /// <summary>Tells the scheduler what has begun without a message, before it decides by that. Under the lock.</summary>
    private void FindStarts(long now)
    {
        // Not an enumeration: what it finds may let the scheduler start another worker, which comes last and has begun nothing.
        IReadOnlyList<ScheduledWorker> workers = _scheduler.Workers;
        for (int i = 0; i < workers.Count; i++)
        {
            FindStarts(workers[i], now);
        }
    }

    private void FindStarts(ScheduledWorker worker, long now)
    {
        if (worker.Calls.Count == 0)
        {
            return;
        }

        long last = WorkerOf(worker).LastStarted;
        for (int i = worker.Calls.Count - 1; i >= 0 && last > 0; i--)
        {
            if (((PoolCall)worker.Calls[i]).Operation.Id == last)
            {
                // What was sent before it has begun as well, and perhaps ended: its end is on its way.
                _scheduler.CallsFoundStarted(worker, i + 1, now);
                break;
            }
        }

        FindItems(worker);
    }

    /// <summary>Tells the scheduler how far a chunk is that runs: only the first of a worker's calls can.</summary>
    private void FindItems(ScheduledWorker worker)
    {
        if (worker.Calls is not [PoolCall { IsChunk: true, State: CallState.Running } chunk, ..])
        {
            return;
        }

        PoolWorker shell = WorkerOf(worker);
        ItemProgress progress = shell.ReadItems(chunk);
        if (progress.Results is { } results)
        {
            // What a message brought already may still stand there.
            if (chunk.SentStart + progress.First == chunk.Done)
            {
                AddItems(shell, chunk, results).Tell();
            }
            else
            {
                results.Return();
            }
        }

        if (progress.Begun is { } begun)
        {
            PoolScheduler.ItemsFoundBegun(worker, chunk, chunk.SentStart + begun, progress.StartedAt == 0 ? chunk.StartedAt : ToTime(progress.StartedAt));
        }
    }

    /// <summary>Once per worker: its end may be noticed twice, and its place be another's by then.</summary>
    private void FreePlace(PoolWorker worker)
    {
        if (!worker.IsForgotten)
        {
            worker.IsForgotten = true;
            _freePlaces.Add(worker.Place);
        }
    }
}
