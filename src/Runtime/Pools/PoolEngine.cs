using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ProcGen.Scheduling;

namespace ProcGen.Pools;

/// <summary>
/// Drives a <see cref="PoolScheduler"/> with real time and real workers. Thread-safe.
/// </summary>
/// <remarks>
/// One lock guards the scheduler, and each event takes it on the thread on which it happens: a caller's thread goes from the submission to the socket without a
/// hop, and the I/O thread that brings a result sends the worker its next call. An event loop with one consumer would add a hop, several microseconds, to
/// both. Under the lock only the state machine runs, well under a microsecond: commands to workers go through their outboxes (see <see cref="PoolWorker"/>), ends
/// of calls are given after it, and user code runs in neither place, since operations finish on the thread pool or on a caller's blocked thread.
/// </remarks>
internal sealed partial class PoolEngine
{
    private readonly Lock _lock = new();
    private readonly PoolScheduler _scheduler;
    private readonly Timer _timer;
    private readonly long _origin = Stopwatch.GetTimestamp();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SortedSet<int> _freePlaces = [];
    private readonly MemoryWatch _memory;
    private TaskCompletionSource? _roomWanted;
    private int _places;
    private WorkerStartException? _lastStartFailure;

    /// <param name="settings">The pool's options.</param>
    /// <param name="factory">Makes the workers.</param>
    /// <param name="start">Whether workers that are wanted before the first call are started.</param>
    public PoolEngine(PoolSettings settings, IWorkerFactory factory, bool start = true)
    {
        Settings = settings;
        Factory = factory;
        Logger = settings.LoggerFactory.CreateLogger(typeof(ProcessPool).FullName!);
        _scheduler = new PoolScheduler(settings.Scheduler);
        _memory = new MemoryWatch(this);

        _timer = NewTimer(static engine => ((PoolEngine)engine!).OnTimer(), this);
        if (start)
        {
            Tell(static (scheduler, _, now) => scheduler.Begin(now), 0);
        }
    }

    /// <summary>How long a worker that was asked to exit, and has run its finalizer, may take before it is killed.</summary>
    public static TimeSpan ExitGrace { get; } = TimeSpan.FromSeconds(3);

    public PoolSettings Settings { get; }

    /// <summary>What new workers make ready for.</summary>
    public RecentMethods RecentMethods { get; } = new();

    public IWorkerFactory Factory { get; }

    public ILogger Logger { get; }

    /// <summary>Completes when every call has ended and every worker is gone, after <see cref="Complete"/> or <see cref="Terminate"/>.</summary>
    public Task Closed => _closed.Task;

    public int TargetWorkers
    {
        get
        {
            lock (_lock)
            {
                return _scheduler.TargetWorkers;
            }
        }
    }

    /// <summary>A timer that does not keep the execution context of its creator alive.</summary>
    public static Timer NewTimer(TimerCallback callback, object state)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return new Timer(callback, state, Timeout.Infinite, Timeout.Infinite);
        }

        using (ExecutionContext.SuppressFlow())
        {
            return new Timer(callback, state, Timeout.Infinite, Timeout.Infinite);
        }
    }

    /// <summary>The time since a moment of the scheduler's clock.</summary>
    public TimeSpan Since(long time) => TimeSpan.FromTicks(Now() - time);

    /// <summary>Queues a call or sends it at once.</summary>
    public Admission Submit(PoolCall call)
    {
        Batch batch;
        Admission admission;
        lock (_lock)
        {
            admission = _scheduler.Submit(call, Now());
            batch = TakeCommands();
        }

        CarryOut(batch);
        return admission;
    }

    /// <summary>Gives one call to each worker.</summary>
    /// <param name="calls">The calls.</param>
    /// <param name="fits">False if their number is not the number of workers; then nothing has happened.</param>
    public Admission Broadcast(ReadOnlySpan<ScheduledCall> calls, out bool fits)
    {
        Batch batch;
        Admission admission = Admission.Accepted;
        lock (_lock)
        {
            fits = calls.Length == _scheduler.TargetWorkers;
            if (fits)
            {
                admission = _scheduler.Broadcast(calls, Now());
            }

            batch = TakeCommands();
        }

        CarryOut(batch);
        return admission;
    }

    /// <summary>A call is given to a worker.</summary>
    public void WatchMemory(PoolCall call, PoolWorker worker) => _memory.Watch(call, worker);

    public void Cancel(PoolCall call) =>
        Tell(
            static (scheduler, e, now) =>
            {
                if (e.call.Worker is { } worker)
                {
                    e.engine.FindStarts(worker, now);
                }

                scheduler.Cancel(e.call, now);
            },
            (engine: this, call));

    public void Resize(int workers) => Tell(static (scheduler, workers, now) => scheduler.Resize(workers, now), workers);

    public void Complete() => Tell(static (scheduler, _, now) => scheduler.Complete(now), 0);

    public void Terminate() =>
        Tell(
            static (scheduler, engine, now) =>
            {
                engine.FindStarts(now);
                scheduler.Terminate(now);
            },
            this);

    /// <summary>Completes when so many calls of a size together may wait in the queue, or perhaps may, or the pool takes no calls any more.</summary>
    public Task WaitForRoomAsync(long size, int calls)
    {
        lock (_lock)
        {
            if (_scheduler.HasRoom(size, calls) || !_scheduler.IsOpen)
            {
                return Task.CompletedTask;
            }

            _roomWanted ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _roomWanted.Task;
        }
    }

    public SchedulerStatistics GetStatistics()
    {
        lock (_lock)
        {
            return _scheduler.GetStatistics();
        }
    }

    public PoolStatistics NewStatistics()
    {
        Batch batch;
        PoolStatistics statistics;
        lock (_lock)
        {
            FindStarts(Now());
            batch = TakeCommands();
            SchedulerStatistics numbers = _scheduler.GetStatistics();
            PoolWorkerStatistics[] workers = [.. numbers.Workers.Select(NewStatistics)];
            statistics = new PoolStatistics
            {
                TargetWorkers = _scheduler.TargetWorkers,
                Workers = workers,
                QueuedCalls = numbers.QueuedCalls,
                QueuedBytes = numbers.QueuedSize,
                RunningCalls = workers.Sum(static w => w.RunningCalls),
                CompletedCalls = numbers.Count(CallEnd.Completed),
                CancelledCalls = numbers.Count(CallEnd.Cancelled),
                TimedOutCalls = numbers.Count(CallEnd.TimedOut, CallEnd.QueueTimedOut),
                FailedCalls = numbers.Count(CallEnd.WorkerCrashed, CallEnd.KilledForNeighbour, CallEnd.MemoryLimit, CallEnd.StartFailed),
                TerminatedCalls = numbers.Count(CallEnd.Terminated),
                RepeatedCalls = numbers.Reruns,
                StartedWorkers = numbers.StartedWorkers,
                FailedStarts = numbers.StartFailures,
                CrashedWorkers = numbers.CrashedWorkers,
                KilledWorkers = numbers.KilledWorkers,
                RetiredWorkers = numbers.RetiredWorkers,
            };
        }

        CarryOut(batch);
        return statistics;
    }

    private static PoolWorkerStatistics NewStatistics(ScheduledWorker worker)
    {
        PoolWorkerState state = worker switch
        {
            { State: WorkerState.Starting } => PoolWorkerState.Starting,
            { State: WorkerState.Ready, Draining: not DrainReason.None } or { State: not WorkerState.Ready } => PoolWorkerState.Ending,
            { IsSpare: true } => PoolWorkerState.Spare,
            { IsBusy: true } => PoolWorkerState.Busy,
            _ => PoolWorkerState.Idle,
        };
        PoolWorker shell = WorkerOf(worker);
        return new PoolWorkerStatistics(shell.Name, shell.ProcessId, state, worker.Calls.Count(static c => c.State == CallState.Running), worker.CallsSent);
    }

    /// <summary>A time stamp that may be from another process, in the scheduler's time. Not in the future, whatever the process says.</summary>
    private long ToTime(long timestamp) => Math.Clamp(Stopwatch.GetElapsedTime(_origin, timestamp).Ticks, 0, Now());

    private long Now() => Stopwatch.GetElapsedTime(_origin).Ticks;

    private void Tell<T>(Action<PoolScheduler, T, long> tell, T argument)
    {
        Batch batch;
        lock (_lock)
        {
            tell(_scheduler, argument, Now());
            batch = TakeCommands();
        }

        CarryOut(batch);
    }

    private void OnTimer() =>
        Tell(
            static (scheduler, e, now) =>
            {
                e.engine.FindStarts(now);
                scheduler.TimeAdvanced(now, e.debugged);
            },
            (engine: this, debugged: Debugger.IsAttached));
}
