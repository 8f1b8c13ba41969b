using ProcGen.CompilerServices;
using ProcGen.Transport;

namespace ProcGen.Calls;

// The one end: who gives it, where it is finished, and what the future says then.
internal abstract partial class CallOperation
{
    // Whether somebody blocks in Wait, and will finish the operation on its own thread, is part of the state.
    private const int Pending = 0;
    private const int Awaited = 1;
    private const int Ended = 2;

    /// <summary>How long an end waits for the disposal of the caller's enumerators: long enough to be seen after the call, short enough not to hang on one that blocks.</summary>
    private static readonly TimeSpan s_sourcesTimeout = TimeSpan.FromSeconds(1);

    private ProgressQueue? _reports;
    private int _state;
    private CallOutcome _outcome;
    private Exception? _failure;
    private CancellationToken _cancellation;
    private bool _cancelled;
    private bool _succeeded;
    private Task? _sourcesEnded;

    /// <summary>Whether it has ended with a result, and nothing but the caller and the executor ever knew of it.</summary>
    public bool IsPlainSuccess => _succeeded && !_wasInterrupted && _live is null && ResultSink is null;

    /// <summary>Makes it the next launch of another call. Only after <see cref="IsPlainSuccess"/>, and when nobody holds it any more.</summary>
    public virtual void Recycle()
    {
    }

    /// <summary>Ends the operation with an attempt's outcome. Decoding and continuations run on the thread pool (or on the thread blocked in Wait), never on the calling thread.</summary>
    /// <returns>False if it had an end already; the outcome's buffers are freed in either case.</returns>
    public bool TryComplete(CallOutcome outcome)
    {
        if (!TryEnd(out bool awaited))
        {
            outcome.Free();
            return false;
        }

        _outcome = outcome;
        Finish(awaited);
        return true;
    }

    /// <summary>Ends the operation with an error of this side.</summary>
    public bool TryFail(Exception error)
    {
        if (!TryEnd(out bool awaited))
        {
            return false;
        }

        _failure = error;
        Finish(awaited);
        return true;
    }

    /// <summary>Ends the operation as cancelled.</summary>
    public bool TryCancel(CancellationToken cancellationToken)
    {
        if (!TryEnd(out bool awaited))
        {
            return false;
        }

        _cancelled = true;
        _cancellation = cancellationToken;
        Finish(awaited);
        return true;
    }

    void IThreadPoolWorkItem.Execute() => Execute();

    /// <summary>Reads the result and completes the future with it. Exceptions are caught by the caller.</summary>
    private protected abstract void SetResult(PayloadBuffer result);

    private protected abstract void SetException(Exception error);

    private protected abstract void SetCanceled(CancellationToken cancellationToken);

    /// <summary>Whether its end runs no user code, so that it is finished by whoever ends it.</summary>
    private protected virtual bool FinishesAtOnce => false;

    /// <summary>Told when the future is complete; nothing of this is used after that.</summary>
    private protected virtual void OnFinished() => (Owner as ICallOwner)?.OnFinished();

    /// <summary>Forgets everything about the launch.</summary>
    private protected void Reset()
    {
        Invocation = null!;
        IsInterruptible = true;
        IsStartQuiet = false;
        MayFinishInline = false;
        IsDebugged = false;
        _outcome = default;
        _succeeded = false;
        _state = Pending;
        _blocks = false;
        _done = false;
        _signal = null;
        _repliesFrom = null;
        _book = null;
    }

    private void Execute()
    {
        ReleaseArguments();

        // An end of this side's own making (a timeout, a death) does not wait for the user's code; what the worker said comes after its reports.
        Task? reports = _reports?.CompleteAsync();
        Task? before = _failure is null && !_cancelled ? reports : null;
        if (before is null or { IsCompleted: true } && _sourcesEnded is null or { IsCompleted: true })
        {
            SetEnd();
        }
        else
        {
            _ = FinishAfterAsync(before ?? Task.CompletedTask);
        }
    }

    private async Task FinishAfterAsync(Task before)
    {
        await (_sourcesEnded ?? Task.CompletedTask).WaitAsync(s_sourcesTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await before.ConfigureAwait(false);
        SetEnd();
    }

    private void SetEnd()
    {
        try
        {
            if (_cancelled)
            {
                SetCanceled(_cancellation);
            }
            else if (_failure is not null)
            {
                SetException(_failure);
            }
            else if (_outcome.IsCancelled)
            {
                _outcome.Free();
                SetCanceled(CancelledBy.IsCancellationRequested ? CancelledBy : CallLiveArguments.FirstCancelled(_live));
            }
            else if (_outcome.Error is not null)
            {
                SetException(_outcome.TakeError(MethodName));
            }
            else if ((_reports?.Failure ?? _sourcesEnded?.Exception?.InnerException) is { } failure)
            {
                _outcome.Free();
                SetException(failure);
            }
            else
            {
                _succeeded = true;
                SetResult(_outcome.Result!);
            }
        }
        catch (Exception e)
        {
            _succeeded = false;
            SetException(e);
        }

        OnFinished();
    }

    private bool TryEnd(out bool awaited)
    {
        int state = Volatile.Read(ref _state);
        while (state != Ended)
        {
            int seen = Interlocked.CompareExchange(ref _state, Ended, state);
            if (seen == state)
            {
                awaited = state == Awaited;
                return true;
            }

            state = seen;
        }

        awaited = false;
        return false;
    }

    private void Finish(bool awaited)
    {
        if (awaited)
        {
            WakeWaiter();
        }
        else if (FinishesAtOnce)
        {
            Execute();
        }
        else if (!MayFinishInline || !Doorbell.TryFinishHere(this))
        {
            CompletionQueue.Shared.Add(this);
        }
    }
}
