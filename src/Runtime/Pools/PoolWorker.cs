using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Errors;
using ProcGen.Launching;
using ProcGen.Scheduling;
using ProcGen.Transport;

namespace ProcGen.Pools;

/// <summary>
/// One worker of a pool: carries out what the scheduler decided about it, in order, prepares it before its first call and lets it finish before its exit.
/// </summary>
/// <remarks>
/// Commands are put into the outbox under the pool's lock and carried out outside of it, by whoever put them there unless somebody is at it already: sending goes on
/// in the thread that caused it, in the order that was decided, and never holds the lock during a system call.
/// </remarks>
internal sealed partial class PoolWorker(PoolEngine engine, ScheduledWorker scheduled, int place) : IWorkerObserver
{
    private readonly Queue<SchedulerCommand> _outbox = new();
    private readonly Lock _outboxLock = new();
    private readonly TaskCompletionSource<WorkerExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _sending;
    private volatile bool _killed;
    private volatile CallOperation? _own;
    private volatile IWorker? _worker;

    public ScheduledWorker Scheduled => scheduled;

    /// <summary>The lowest number that no other worker of the pool had when this one was asked for.</summary>
    public int Place => place;

    public string Name { get; } = $"{engine.Settings.Name}/{scheduled.Number}";

    public int ProcessId => _worker?.ProcessId ?? 0;

    /// <summary>How it ended; null before that.</summary>
    public WorkerExit? Exit { get; private set; }

    /// <summary>What it held when it was ended for its memory, and what it might have held.</summary>
    public (long Used, long Limit) MemoryFound { get; set; }

    /// <summary>Whether the scheduler was told that it is ready. Guarded by the pool's lock.</summary>
    public bool IsReported { get; set; }

    /// <summary>Whether its end has been taken note of. Guarded by the pool's lock.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>The id of the last call that began without a message; 0 if there is none.</summary>
    public long LastStarted => _worker?.LastStarted ?? 0;

    /// <summary>What the worker keeps of the chunk that it has, for the one who asks; with the results of the calls that have come back in it, if the worker is gone.</summary>
    public ItemProgress ReadItems(PoolCall chunk) => _worker?.ReadItems(chunk.Operation, withResults: Exit is not null) ?? default;

    /// <summary>Private memory in bytes; null where it cannot be read.</summary>
    public long? SampleMemory() => _worker?.SampleMemory();

    public WorkerFacts NewFacts(PoolCall? call, string? reason = null) => NewFacts(call, call is { Runs: > 0 }, reason);

    public WorkerFacts NewFacts(PoolCall? call, bool hasRun, string? reason = null) => new()
    {
        ProcessId = ProcessId,
        WorkerName = Name,
        Method = call?.Method.DisplayName,
        Elapsed = hasRun ? engine.Since(call!.StartedAt) : TimeSpan.Zero,
        MayHaveRun = hasRun,
        Reason = reason,
    };

    /// <summary>Adds a command. Called under the pool's lock; to be followed by <see cref="CarryOut()"/> outside of it.</summary>
    public void Post(in SchedulerCommand command)
    {
        lock (_outboxLock)
        {
            _outbox.Enqueue(command);
        }
    }

    /// <summary>Carries out the commands in the outbox, unless another thread does that now.</summary>
    public void CarryOut()
    {
        SchedulerCommand command;
        lock (_outboxLock)
        {
            if (_sending || !_outbox.TryDequeue(out command))
            {
                return;
            }

            _sending = true;
        }

        while (true)
        {
            CarryOut(command);
            (command.Call as PoolCall)?.Release();
            lock (_outboxLock)
            {
                if (!_outbox.TryDequeue(out command))
                {
                    _sending = false;
                    return;
                }
            }
        }
    }

    public void OnCallStarted(CallOperation operation)
    {
        if (operation.Owner is PoolCall call)
        {
            engine.OnCallStarted(this, call);
        }
    }

    public void OnCallEnded(CallOperation operation, CallOutcome outcome)
    {
        if (operation.Owner is PoolCall call)
        {
            engine.OnCallEnded(this, call, outcome);
        }
        else
        {
            operation.TryComplete(outcome);
        }
    }

    public void OnItemsEnded(CallOperation operation, PayloadBuffer content)
    {
        if (operation.Owner is PoolCall call)
        {
            engine.OnItemsEnded(this, call, content);
        }
    }

    public void OnCallReturned(CallOperation operation)
    {
        if (operation.Owner is PoolCall call)
        {
            engine.OnCallReturned(this, call);
        }
    }

    public void OnTerminating() => engine.OnTerminating(this);

    public void OnExited(WorkerExit exit)
    {
        Exit = exit;
        _exited.TrySetResult(exit);

        // One of the pool's own calls, a state, the initializer or the finalizer; the worker's other calls are the scheduler's.
        _own?.TryFail(WorkerFailures.Crashed(exit, NewFacts(null)));
        engine.OnExited(this);
        _ = DisposeWorkerAsync();
    }

    private void CarryOut(in SchedulerCommand command)
    {
        try
        {
            switch (command.Kind)
            {
                case CommandKind.StartWorker:
                    ThreadPool.UnsafeQueueUserWorkItem(static worker => _ = worker.StartAsync(), this, preferLocal: false);
                    break;
                case CommandKind.SendCall:
                    Send((PoolCall)command.Call!);
                    break;
                case CommandKind.CancelCall:
                    _worker!.Cancel(((PoolCall)command.Call!).Operation, command.Item);
                    break;
                case CommandKind.RecallCalls:
                    _worker!.Recall();
                    break;
                case CommandKind.RetireWorker:
                    ThreadPool.UnsafeQueueUserWorkItem(static worker => _ = worker.RetireAsync(), this, preferLocal: false);
                    break;
                default:
                    Kill();
                    break;
            }
        }
        catch (Exception error)
        {
            // A worker that cannot even be told something is of no use; its end gives the calls in it theirs.
            PoolLog.WorkerFailed(engine.Logger, error, Name, ProcessId);
            Kill();
        }
    }

    private void Send(PoolCall call)
    {
        bool isSent = false;
        call.OnSending();
        engine.WatchMemory(call, this);
        try
        {
            // What was sent of it has not begun, so this does not change until the worker has it.
            isSent = (call.Operation is not ChunkOperation chunk || chunk.Prepare(call.Done, call.SentEnd - call.Done)) && _worker!.Send(call.Operation);
        }
        catch (Exception error)
        {
            call.Operation.TryFail(error);
        }

        if (!isSent)
        {
            // It was cancelled between the decision and now, or cannot be sent at all. The worker never saw it, so it says nothing about it.
            engine.OnCallEnded(this, call, default);
        }
    }

    private void Kill()
    {
        _killed = true;
        _worker?.Kill();
    }
}
