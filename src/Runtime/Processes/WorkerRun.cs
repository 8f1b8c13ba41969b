using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Errors;
using ProcGen.Launching;
using ProcGen.Workers;

namespace ProcGen.Processes;

/// <summary>
/// One process from its start to its end, with the one call it runs. It decides what the call's end is when the process ends first, and
/// it ends the process when the call has ended. Everything it holds is freed when the process has ended, whether anybody still holds the <see cref="Owner"/> or not.
/// </summary>
internal sealed class WorkerRun : IWorkerEvents
{
    private static readonly TimeSpan s_memorySampling = TimeSpan.FromMilliseconds(50);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _callEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CallOperation _call;
    private readonly TimeSpan _exitGrace;
    private readonly long? _memoryLimit;
    private readonly WorkerOutput _output;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private WorkerConnection _connection = null!;
    private Task<Exception?> _sending = null!;
    private WorkerExit? _exit;
    private RunEnd _end;
    private long _memoryUsed;
    private long _startedAt;
    private bool _isInterruptWanted;
    private bool _isCompletionObserved;

    private WorkerRun(WorkerProcess owner, CallOperation call, WorkerLaunchOptions launch, WorkerProcessOptions options)
    {
        Owner = owner;
        Name = launch.Name;
        IsDaemon = launch.IsDaemon;
        _call = call;
        _exitGrace = options.ExitGrace;
        _memoryLimit = launch.MemoryLimitBytes;
        _output = launch.Output;
        _logger = options.LoggerFactory?.CreateLogger(typeof(WorkerProcess).FullName!) ?? NullLogger.Instance;
    }

    /// <summary>Starts the process; the call is sent when it is ready.</summary>
    public static WorkerRun Start(WorkerProcess owner, CallOperation call, WorkerLaunchOptions launch, WorkerProcessOptions options)
    {
        var run = new WorkerRun(owner, call, launch, options);
        lock (run._lock)
        {
            // Events of a process that ends at once wait here until the run has its connection.
            run._connection = WorkerConnection.Launch(launch, run, []);
            LiveProcesses.Add(run);
            run._sending = run.SendWhenReadyAsync();
        }

        ProcessLog.Started(run._logger, run.Name, run.Id, call.Invocation.Method.DisplayName);
        return run;
    }

    public WorkerProcess Owner { get; }

    public string Name { get; }

    public bool IsDaemon { get; }

    public int Id => _connection.Process.Id;

    /// <summary>How the process ended; null before that.</summary>
    public WorkerExit? Exit => Volatile.Read(ref _exit);

    public bool HasExited => Exit is not null;

    /// <summary>Completes when the process is gone and its output drained. Never faults.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The call's end, marked as asked for.</summary>
    public Task ObserveCompletion()
    {
        Volatile.Write(ref _isCompletionObserved, true);
        return _call.Task;
    }

    public void Terminate()
    {
        if (TryBeginEnd(RunEnd.Terminated))
        {
            _connection.Process.Terminate();
        }

        _ = KillAfterGraceAsync();
    }

    public void Kill()
    {
        TryBeginEnd(RunEnd.Killed);
        _connection.Kill();
    }

    public void Interrupt()
    {
        lock (_lock)
        {
            if (_startedAt == 0)
            {
                // Nothing runs yet that could be interrupted: it will be as soon as it has begun.
                _isInterruptWanted = true;
                return;
            }
        }

        _connection.Interrupt();
    }

    public override string ToString() => $"{Name} ({Id}{(Exit is { } exit ? $", ended with {exit.Description}" : "")})";

    void IWorkerEvents.OnCallStarted(WorkerConnection worker, CallOperation call)
    {
        bool interrupt;
        lock (_lock)
        {
            _startedAt = Stopwatch.GetTimestamp();
            interrupt = _isInterruptWanted;
        }

        var method = call.Invocation.Method;
        if (method.TimeoutMilliseconds > 0)
        {
            _ = EnforceTimeoutAsync(TimeSpan.FromMilliseconds(method.TimeoutMilliseconds), GraceOf(method));
        }

        if (_memoryLimit is { } limit)
        {
            _ = EnforceMemoryLimitAsync(limit);
        }

        if (interrupt)
        {
            worker.Interrupt();
        }
    }

    void IWorkerEvents.OnCallEnded(WorkerConnection worker, CallOperation call, CallOutcome outcome)
    {
        _callEnded.TrySetResult();
        if (outcome.Error is not null && _end == RunEnd.TimedOut)
        {
            call.TryFail(NewTimeout());
        }

        int? exitCode = outcome.Error is null ? null : 1;
        call.TryComplete(outcome);
        _ = worker.CloseAsync(finalizer: null, _exitGrace, exitCode);
    }

    void IWorkerEvents.OnWorkerExited(WorkerConnection worker, WorkerExit exit)
    {
        lock (_lock)
        {
            // Start() still holds the lock while the run has no connection.
        }

        _callEnded.TrySetResult();
        _ = Task.Run(() => FinishAsync(exit));
    }

    /// <returns>Why the process never became ready; null if it did.</returns>
    private async Task<Exception?> SendWhenReadyAsync()
    {
        try
        {
            await _connection.Ready.ConfigureAwait(false);
        }
        catch (Exception error)
        {
            return error;
        }

        _connection.Send(_call);
        return null;
    }

    private async Task KillAfterGraceAsync()
    {
        if (!await CompletesWithinAsync(_ended.Task, _exitGrace).ConfigureAwait(false))
        {
            _connection.Kill();
        }
    }

    private async Task EnforceTimeoutAsync(TimeSpan timeout, TimeSpan grace)
    {
        while (!await CompletesWithinAsync(_callEnded.Task, timeout).ConfigureAwait(false))
        {
            if (Debugger.IsAttached)
            {
                // Somebody looks at the caller's side: timeouts rest.
                continue;
            }

            if (!TryBeginEnd(RunEnd.TimedOut))
            {
                return;
            }

            _connection.Cancel(_call);
            if (!await CompletesWithinAsync(_callEnded.Task, grace).ConfigureAwait(false))
            {
                _call.TryFail(NewTimeout());
                _connection.Kill();
            }

            return;
        }
    }

    private async Task EnforceMemoryLimitAsync(long limit)
    {
        while (!await CompletesWithinAsync(_callEnded.Task, s_memorySampling).ConfigureAwait(false))
        {
            if (_connection.Process.SampleMemory() is { } used && used > limit)
            {
                Volatile.Write(ref _memoryUsed, used);
                if (TryBeginEnd(RunEnd.MemoryLimit))
                {
                    _connection.Kill();
                }

                return;
            }
        }
    }

    /// <summary>The process is gone: gives the call its end if it has none, frees everything, and tells those who wait.</summary>
    private async Task FinishAsync(WorkerExit exit)
    {
        var startError = await _sending.ConfigureAwait(false);
        switch (_end)
        {
            case RunEnd.Terminated or RunEnd.Killed:
                _call.TryCancel(CancellationToken.None);
                break;
            case RunEnd.TimedOut:
                _call.TryFail(NewTimeout());
                break;
            case RunEnd.MemoryLimit:
                _call.TryFail(WorkerFailures.MemoryLimit(exit, NewFacts(), _memoryLimit!.Value, Volatile.Read(ref _memoryUsed)));
                break;
            default:
                _call.TryFail(startError ?? WorkerFailures.Crashed(exit, NewFacts()));
                break;
        }

        await _connection.DisposeAsync().ConfigureAwait(false);
        Volatile.Write(ref _exit, exit);
        LiveProcesses.Remove(this);
        ProcessLog.Ended(_logger, Name, Id, exit.Description);
        _ended.TrySetResult();
        Owner.RaiseExited();
        await ReportUnobservedFailureAsync().ConfigureAwait(false);
    }

    /// <summary>As the failure of any program: what nobody asks for ends up on standard error.</summary>
    private async Task ReportUnobservedFailureAsync()
    {
        await _call.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_call.Task.Exception?.InnerException is { } error && !Volatile.Read(ref _isCompletionObserved))
        {
            foreach (var line in $"Unhandled exception. {error}".Split('\n'))
            {
                _output.Receive(new(Name, Id, IsError: true, line.TrimEnd('\r')));
            }
        }
    }

    private TimeSpan GraceOf(ProcessMethod method) => method.KillGraceMilliseconds >= 0 ? TimeSpan.FromMilliseconds(method.KillGraceMilliseconds) : _exitGrace;

    private bool TryBeginEnd(RunEnd reason) => Interlocked.CompareExchange(ref _end, reason, RunEnd.None) == RunEnd.None;

    private WorkerFacts NewFacts()
    {
        var startedAt = Volatile.Read(ref _startedAt);
        return new()
        {
            ProcessId = Id,
            WorkerName = Name,
            Method = _call.Invocation.Method.DisplayName,
            Elapsed = startedAt == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(startedAt),
            MayHaveRun = startedAt != 0,
        };
    }

    private TimeoutException NewTimeout()
    {
        var method = _call.Invocation.Method;
        return new($"'{method.DisplayName}' ran longer than its timeout of {method.TimeoutMilliseconds} ms in worker '{Name}' (process {Id}).");
    }

    private static async Task<bool> CompletesWithinAsync(Task task, TimeSpan time)
    {
        await task.WaitAsync(time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted;
    }
}

/// <summary>Why this process ended the worker's; the first reason counts.</summary>
internal enum RunEnd
{
    None,
    Terminated,
    Killed,
    TimedOut,
    MemoryLimit,
}
