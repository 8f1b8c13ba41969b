using System.Buffers;
using ProcGen.Calls;
using ProcGen.Errors;
using ProcGen.Scheduling;

namespace ProcGen.Pools;

// What the scheduler decided becomes what happens.
internal sealed partial class PoolEngine
{
    /// <summary>Takes the commands out, under the lock: those to workers into their outboxes, time to the timer, the rest to be carried out after it.</summary>
    private Batch TakeCommands()
    {
        List<SchedulerCommand> commands = _scheduler.Commands;
        Batch batch = default;
        foreach (SchedulerCommand command in commands)
        {
            (command.Call as PoolCall)?.Hold();
            switch (command.Kind)
            {
                case CommandKind.WakeAt:
                    SetTimer(command.Time);
                    break;
                case CommandKind.StartWorker:
                    var worker = new PoolWorker(this, command.Worker!, TakePlace());
                    command.Worker!.Handle = worker;
                    worker.Post(command);
                    batch.Add(command, commands.Count);
                    break;
                case CommandKind.EndCall or CommandKind.EndItem or CommandKind.Closed:
                    batch.Add(command, commands.Count);
                    break;
                default:
                    WorkerOf(command.Worker!).Post(command);
                    batch.Add(command, commands.Count);
                    break;
            }
        }

        commands.Clear();
        if (_roomWanted is not null && (_scheduler.HasRoom(1) || !_scheduler.IsOpen))
        {
            // Continuations of this source run elsewhere.
            _roomWanted.SetResult();
            _roomWanted = null;
        }

        return batch;
    }

    private void CarryOut(in Batch batch)
    {
        foreach (ref readonly SchedulerCommand command in batch.Commands)
        {
            CarryOut(command);
        }

        batch.Free();
    }

    private void CarryOut(in SchedulerCommand command)
    {
        switch (command.Kind)
        {
            case CommandKind.EndCall:
                var ended = (PoolCall)command.Call!;
                End(ended, command.End, command.Worker is null ? null : WorkerOf(command.Worker));
                ended.Release();
                break;
            case CommandKind.EndItem:
                var chunk = (PoolCall)command.Call!;
                ((ChunkOperation)chunk.Operation).Fail(command.Item, NewError(chunk, command.End, WorkerOf(command.Worker!)));
                chunk.Release();
                break;
            case CommandKind.Closed:
                _timer.Dispose();
                _memory.Dispose();
                _closed.TrySetResult();
                break;
            default:
                WorkerOf(command.Worker!).CarryOut();
                break;
        }
    }

    private void End(PoolCall call, CallEnd end, PoolWorker? worker)
    {
        call.StopListening();
        CallOperation operation = call.Operation;
        switch (end)
        {
            case CallEnd.Completed:
                Deliver(call, worker!);
                break;
            case CallEnd.Cancelled:
                operation.TryCancel(call.CancelledBy);
                break;
            default:
                if (operation is ChunkOperation chunk)
                {
                    EndRest(call, chunk, end, worker);
                }
                else
                {
                    operation.TryFail(NewError(call, end, worker));
                }

                break;
        }
    }

    /// <summary>Of the calls of a chunk only the first one may have run.</summary>
    private void EndRest(PoolCall call, ChunkOperation chunk, CallEnd end, PoolWorker? worker)
    {
        Exception NewNext() => NewError(call, end, worker, hasRun: false);
        chunk.NextError = NewNext;
        chunk.TryFail(call.IsHeadBegun ? NewError(call, end, worker) : NewNext());
    }

    private void Deliver(PoolCall call, PoolWorker worker)
    {
        CallOutcome outcome = call.TakeOutcome();
        if (call.Operation is ChunkOperation chunk)
        {
            chunk.FailRest(outcome);
            return;
        }

        if (!outcome.IsOutOfMemory || call.MemoryLimit is not { } limit)
        {
            call.Operation.TryComplete(outcome);
            return;
        }

        // Under a limit running out of memory is meeting the limit. The error is rebuilt on the thread pool, as every error of a worker.
        ThreadPool.UnsafeQueueUserWorkItem(
            static state => state.call.Operation.TryFail(
                WorkerFailures.MemoryLimit(exit: null, state.worker.NewFacts(state.call), state.limit, usedBytes: null, state.outcome.TakeError(state.call.Method.DisplayName))),
            (call, worker, outcome, limit),
            preferLocal: false);
    }

    private Exception NewError(PoolCall call, CallEnd end, PoolWorker? worker) => NewError(call, end, worker, call.Runs > 0);

    private Exception NewError(PoolCall call, CallEnd end, PoolWorker? worker, bool hasRun) => end switch
    {
        CallEnd.TimedOut => PoolErrors.TimedOut(call, worker!),
        CallEnd.QueueTimedOut => PoolErrors.QueueTimedOut(call, Settings.Name),
        CallEnd.WorkerCrashed => PoolErrors.WorkerCrashed(call, worker!, hasRun),
        CallEnd.KilledForNeighbour => PoolErrors.KilledForNeighbour(call, worker!),
        CallEnd.MemoryLimit => PoolErrors.MemoryLimit(call, worker!),
        CallEnd.StartFailed => PoolErrors.StartFailed(call, Settings.Name, Volatile.Read(ref _lastStartFailure)),
        CallEnd.Terminated => PoolErrors.Terminated(call, Settings.Name, hasRun),
        _ => throw new ArgumentOutOfRangeException(nameof(end), end, null),
    };

    private static PoolWorker WorkerOf(ScheduledWorker worker) => (PoolWorker)worker.Handle!;

    private void SetTimer(long time)
    {
        // Rounded up: a timer that rings early only rings again.
        long milliseconds = Math.Max(0, (time - Now() + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond);
        _timer.Change(Math.Min(milliseconds, int.MaxValue), Timeout.Infinite);
    }

    private int TakePlace()
    {
        if (_freePlaces.Count == 0)
        {
            return _places++;
        }

        int place = _freePlaces.Min;
        _freePlaces.Remove(place);
        return place;
    }

    /// <summary>Commands on their way out of the lock. One is the usual number and costs no memory.</summary>
    private struct Batch
    {
        private SchedulerCommand _single;
        private SchedulerCommand[]? _many;
        private int _count;

        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        public readonly ReadOnlySpan<SchedulerCommand> Commands => _many is null ? new ReadOnlySpan<SchedulerCommand>(in _single)[.._count] : _many.AsSpan(0, _count);

        public void Add(in SchedulerCommand command, int most)
        {
            if (_count == 0)
            {
                _single = command;
            }
            else
            {
                if (_many is null)
                {
                    _many = ArrayPool<SchedulerCommand>.Shared.Rent(most);
                    _many[0] = _single;
                }

                _many[_count] = command;
            }

            _count++;
        }

        public readonly void Free()
        {
            if (_many is not null)
            {
                ArrayPool<SchedulerCommand>.Shared.Return(_many, clearArray: true);
            }
        }
    }
}
