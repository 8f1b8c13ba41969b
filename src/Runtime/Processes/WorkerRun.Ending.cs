using System.Diagnostics;
using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Errors;
using ProcGen.Launching;
using ProcGen.Workers;

namespace ProcGen.Processes;

/// <content>How this side ends the process, and what the call's end is then.</content>
internal sealed partial class WorkerRun
{
    // For a receiver of output that blocks: an end is an end, whoever still writes about it.
    private static readonly TimeSpan s_flushTime = TimeSpan.FromSeconds(1);

    // From the end of the body to that of the process. The worker itself keeps a shorter deadline, with its exit code; this is for one that cannot even do that.
    private static readonly TimeSpan s_closeTime = TimeSpan.FromSeconds(10);

    private readonly TimeSpan _exitGrace;
    private readonly long? _memoryLimit;
    private IDisposable? _memoryWatch;
    private Task _readingError = Task.CompletedTask;
    private long _memoryUsed;
    private RunEnd _end;

    public void Terminate()
    {
        if (TryBeginEnd(RunEnd.Terminated))
        {
            _connection.Process.Terminate();
            if (!Method.ObservesCancellation)
            {
                // It has no token to look at, but its finally blocks are to run, too.
                Interrupt();
            }
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
            if (_bodyStartedAt == 0)
            {
                // Nothing runs yet that could be interrupted: it will be as soon as it has begun.
                _isInterruptWanted = true;
                return;
            }
        }

        _connection.Interrupt();
    }

    private ProcessMethod Method => _call.Invocation.Method;

    private void BeginLimits(WorkerConnection worker)
    {
        if (Method.TimeoutMilliseconds > 0 && !_call.IsDebugged)
        {
            _ = EnforceTimeoutAsync(TimeSpan.FromMilliseconds(Method.TimeoutMilliseconds));
        }

        if (_memoryLimit is { } limit)
        {
            _memoryWatch = MemoryMonitor.Shared.Start(worker.Process, limit, OnMemoryExceeded);
        }
    }

    /// <summary>The call is over: neither its time nor its memory counts any more.</summary>
    private void EndLimits()
    {
        _callEnded.TrySetResult();
        _memoryWatch?.Dispose();
    }

    private async Task EnforceTimeoutAsync(TimeSpan timeout)
    {
        while (!await CompletesWithinAsync(_callEnded.Task, timeout).ConfigureAwait(false))
        {
            if (Debugger.IsAttached)
            {
                // Somebody looks at the caller's side: timeouts rest.
                continue;
            }

            if (TryBeginEnd(RunEnd.TimedOut))
            {
                _connection.Cancel(_call);
                if (!await CompletesWithinAsync(_callEnded.Task, CancellationGrace).ConfigureAwait(false))
                {
                    _call.TryFail(NewTimeout());
                    _connection.Kill();
                }
            }

            return;
        }
    }

    /// <summary>A method without a token cannot be asked to stop: it gets no grace.</summary>
    private TimeSpan CancellationGrace =>
        !Method.ObservesCancellation ? TimeSpan.Zero :
        Method.KillGraceMilliseconds >= 0 ? TimeSpan.FromMilliseconds(Method.KillGraceMilliseconds) :
        _exitGrace;

    private void OnMemoryExceeded(long used)
    {
        Volatile.Write(ref _memoryUsed, used);
        if (TryBeginEnd(RunEnd.MemoryLimit))
        {
            _connection.Kill();
        }
    }

    private async Task KillAfterGraceAsync()
    {
        if (!await CompletesWithinAsync(_ended.Task, _exitGrace).ConfigureAwait(false))
        {
            _connection.Kill();
        }
    }

    /// <summary>The body has ended. What it made of being ended is not its own error.</summary>
    private void EndCall(CallOutcome outcome)
    {
        if (outcome.Error is not null)
        {
            switch (_end)
            {
                case RunEnd.Terminated or RunEnd.Killed:
                    _call.TryCancel(CancellationToken.None);
                    break;
                case RunEnd.TimedOut:
                    _call.TryFail(NewTimeout());
                    break;
                case RunEnd.None or RunEnd.MemoryLimit when outcome.IsOutOfMemory && _memoryLimit is { } limit:
                    // The garbage collector met the limit before the sampling did, or at the same time. The error is read off the I/O thread.
                    var facts = NewFacts();
                    long? used = _end == RunEnd.MemoryLimit ? Volatile.Read(ref _memoryUsed) : null;
                    _readingError = Task.Run(() => _call.TryFail(WorkerFailures.MemoryLimit(exit: null, facts, limit, used, outcome.TakeError(facts.Method!))));
                    return;
            }
        }

        _call.TryComplete(outcome);
    }

    /// <summary>The process has ended, maybe before the body.</summary>
    private void EndCall(WorkerExit exit, Exception? startError)
    {
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
    }

    /// <summary>The first reason counts.</summary>
    private bool TryBeginEnd(RunEnd reason) => Interlocked.CompareExchange(ref _end, reason, RunEnd.None) == RunEnd.None;

    private WorkerFacts NewFacts()
    {
        var startedAt = Volatile.Read(ref _bodyStartedAt);
        return new()
        {
            ProcessId = Id,
            WorkerName = Name,
            Method = Method.DisplayName,
            Elapsed = startedAt == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(startedAt),
            MayHaveRun = startedAt != 0,
        };
    }

    private TimeoutException NewTimeout() =>
        new($"'{Method.DisplayName}' ran longer than its timeout of {Method.TimeoutMilliseconds} ms in worker '{Name}' (process {Id}).");

    private static async Task<bool> CompletesWithinAsync(Task task, TimeSpan time)
    {
        await task.WaitAsync(time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted;
    }
}

/// <summary>Why this side ended the process.</summary>
internal enum RunEnd
{
    None,
    Terminated,
    Killed,
    TimedOut,
    MemoryLimit,
}
