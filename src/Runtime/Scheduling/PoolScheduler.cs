namespace ProcGen.Scheduling;

/// <summary>The answer to a submission. Only an accepted call gets an <see cref="CommandKind.EndCall"/>.</summary>
internal enum Admission
{
    Accepted,

    /// <summary>As many calls, or bytes, wait as may.</summary>
    QueueFull,

    /// <summary>The pool takes no new calls; those it has will be run.</summary>
    Completing,

    /// <summary>The pool was terminated.</summary>
    Terminated,
}

/// <summary>
/// Decides which call runs in which worker, and when workers start and end. A pure state machine: every public method is an event that happened at a
/// given time, and appends to <see cref="Commands"/> what is to be done about it, in order. It knows no clock, thread, process or socket, so that millions
/// of schedules with faults can be tried in a test. Not thread-safe.
/// </summary>
/// <remarks>
/// A call is queued, sent, running, done, and gets exactly one end. It runs again only if its body never began, or if it has retries left, and never before
/// the end of the worker that had it is confirmed. The wanted number of workers is compared with the workers that exist after each event, and never
/// kept by counting starts and ends: whatever order these come in, the difference is made up.
/// </remarks>
internal sealed partial class PoolScheduler
{
    private enum Phase
    {
        Open,
        Completing,
        Terminated,
        Closed,
    }

    /// <summary>A call whose worker dies this often just before the call begins is what kills them.</summary>
    private const int LargestSuspicion = 3;

    private readonly SchedulerOptions _options;
    private readonly StartBreaker _breaker;
    private readonly CallQueue _queue = new();
    private readonly DeadlineHeap _deadlines = new();
    private readonly List<ScheduledWorker> _workers = [];
    private readonly RetryDeadline _retry = new();

    // A stack: the worker that ran last has the warmest caches, and the one at the bottom is the one to end when there is little to do.
    private readonly List<ScheduledWorker> _idle = [];

    private Phase _phase;
    private long _lastSequence;
    private int _lastWorkerNumber;
    private long _announced = Deadline.Never;

    public PoolScheduler(SchedulerOptions options)
    {
        _options = options;
        _breaker = new StartBreaker(options.StartAttempts, options.StartPatience);
        TargetWorkers = options.Workers;
        _wanted = Math.Min(options.MinWorkers, options.Workers);
    }

    /// <summary>What is to be done. Whoever drives the scheduler takes the commands out after each event.</summary>
    public List<SchedulerCommand> Commands { get; } = [];

    /// <summary>How many workers there may be.</summary>
    public int TargetWorkers { get; private set; }

    /// <summary>The workers that are not gone.</summary>
    public IReadOnlyList<ScheduledWorker> Workers => _workers;

    /// <summary>Whether new calls are taken.</summary>
    public bool IsOpen => _phase == Phase.Open;

    /// <summary>Starts the workers that are wanted before there is any call.</summary>
    public void Begin(long now)
    {
        _changed = true;
        Advance(now);
    }

    /// <summary>The time that was asked for by <see cref="CommandKind.WakeAt"/>, or any other, has come.</summary>
    /// <param name="now">The time.</param>
    /// <param name="timeoutsRest">Whether calls may run longer than they may, because somebody debugs them.</param>
    public void TimeAdvanced(long now, bool timeoutsRest = false)
    {
        // Whoever was asked to wake has done so, perhaps a little early: it is asked anew.
        _announced = Deadline.Never;
        while (_deadlines.TryTakeDue(now, out Deadline item))
        {
            switch (item)
            {
                case ScheduledCall call:
                    OnCallDue(call, now, timeoutsRest);
                    break;
                case ScheduledWorker worker:
                    OnWorkerDue(worker, now);
                    break;
                default:
                    _changed = true;
                    break;
            }
        }

        Advance(now);
    }

    /// <summary>What every event ends with: gives calls to workers, makes up for missing and surplus workers, and asks to be woken.</summary>
    private void Advance(long now)
    {
        do
        {
            Dispatch(now);
        }
        while (Reconcile(now));

        FailHopelessCalls();
        if (_phase is Phase.Completing or Phase.Terminated && _workers.Count == 0 && _queue.Count == 0)
        {
            _phase = Phase.Closed;
            _deadlines.Clear(_retry);
            Commands.Add(new SchedulerCommand(CommandKind.Closed));
        }

        if (_deadlines.NextDue < _announced)
        {
            _announced = _deadlines.NextDue;
            Commands.Add(new SchedulerCommand(CommandKind.WakeAt, Time: _announced));
        }
    }

    private void SetDeadline(Deadline item, long now, long span) =>
        _deadlines.Set(item, span >= Deadline.Never - now ? Deadline.Never : now + Math.Max(span, 1));

    private void End(ScheduledCall call, CallEnd end, ScheduledWorker? worker = null)
    {
        call.HasEnd = true;
        _ends[(int)end] += call.CountWithoutEnd();
        Commands.Add(new SchedulerCommand(CommandKind.EndCall, worker, call, end));
    }

    private void EndItem(ScheduledCall call, int item, CallEnd end, ScheduledWorker worker)
    {
        call.AddItemEnd(item);
        _ends[(int)end]++;
        Commands.Add(new SchedulerCommand(CommandKind.EndItem, worker, call, end, Item: item));
    }

    /// <summary>The time at which a start may be tried again.</summary>
    private sealed class RetryDeadline : Deadline;
}
