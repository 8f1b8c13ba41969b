using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ProcGen.Calls;
using ProcGen.Launching;
using ProcGen.Workers;

namespace ProcGen.Processes;

/// <summary>
/// One process from its start to its end, with the one call it runs. It gives the call its end when the process ends first, and ends the process when the
/// call has ended. Everything it holds is freed when the process has ended, whether anybody still holds the <see cref="Owner"/> or not. Thread-safe.
/// </summary>
internal sealed partial class WorkerRun : IWorkerEvents
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _callEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CallOperation _call;
    private readonly WorkerOutput _output;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private WorkerConnection _connection = null!;
    private Task<Exception?> _sending = null!;
    private WorkerExit? _exit;
    private long _bodyStartedAt;
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
    /// <exception cref="WorkerStartException">The process did not start.</exception>
    public static WorkerRun Start(WorkerProcess owner, CallOperation call, WorkerLaunchOptions launch, WorkerProcessOptions options)
    {
        var run = new WorkerRun(owner, call, launch, options);
        lock (run._lock)
        {
            // Events of a process that ends at once wait until the run has its connection.
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

    /// <summary>Completes when the process is gone and its output handed over. Never faults.</summary>
    public Task Ended => _ended.Task;

    /// <summary>The call's end, marked as asked for.</summary>
    public Task ObserveCompletion()
    {
        Volatile.Write(ref _isCompletionObserved, true);
        return _call.Task;
    }

    public override string ToString() => $"{Name} ({Id}{(Exit is { } exit ? $", ended with {exit.Description}" : "")})";

    void IWorkerEvents.OnCallStarted(WorkerConnection worker, CallOperation call)
    {
        bool interrupt;
        lock (_lock)
        {
            _bodyStartedAt = Stopwatch.GetTimestamp();
            interrupt = _isInterruptWanted;
        }

        BeginLimits(worker);
        if (interrupt)
        {
            worker.Interrupt();
        }
    }

    void IWorkerEvents.OnCallEnded(WorkerConnection worker, CallOperation call, CallOutcome outcome)
    {
        EndLimits();
        int? exitCode = outcome.Error is null ? null : 1;
        EndCall(outcome);
        _ = worker.CloseAsync(finalizer: null, s_closeTime, exitCode);
    }

    void IWorkerEvents.OnWorkerExited(WorkerConnection worker, WorkerExit exit)
    {
        lock (_lock)
        {
            // Held by Start while the run has no connection yet.
        }

        EndLimits();
        _ = Task.Run(() => FinishAsync(exit));
    }

    /// <returns>Why the process never became ready; null if it did.</returns>
    private async Task<Exception?> SendWhenReadyAsync()
    {
        try
        {
            await _connection.Ready.ConfigureAwait(false);
        }
        catch (WorkerStartException error)
        {
            return error;
        }

        _connection.Send(_call);
        return null;
    }

    /// <summary>The process is gone: gives the call its end if it has none, and tells those who wait.</summary>
    private async Task FinishAsync(WorkerExit exit)
    {
        await _readingError.ConfigureAwait(false);
        EndCall(exit, await _sending.ConfigureAwait(false));
        _connection.Process.FlushOutput(s_flushTime);
        Volatile.Write(ref _exit, exit);
        LiveProcesses.Remove(this);
        _ended.TrySetResult();
        Owner.RaiseExited();
        ProcessLog.Ended(_logger, Name, Id, exit.Description);
        await ReportFailureAsync().ConfigureAwait(false);
    }

    /// <summary>A failure is logged, and one that nobody asks for ends up on standard error, as that of any program.</summary>
    private async Task ReportFailureAsync()
    {
        await _call.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_call.Task.Exception?.InnerException is not { } error)
        {
            return;
        }

        ProcessLog.Failed(_logger, Name, Id, error, error.Message);
        if (!Volatile.Read(ref _isCompletionObserved))
        {
            foreach (var line in $"Unhandled exception. {error}".Split('\n'))
            {
                _output.Receive(new(Name, Id, IsError: true, line.TrimEnd('\r')));
            }
        }
    }
}
