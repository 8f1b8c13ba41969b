using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Protocol;
using ProcGen.Sharing;
using ProcGen.Transport;

namespace ProcGen.Workers;

// The call's beginning and its one end: what is reported, and in which phase it failed.
internal partial class RemoteWorkerCall
{
    // Guarded by the gate: a call begins, or is cancelled or given back before that.
    private bool _hasBegun;
    private bool _isGivenBack;
    private bool _isStartTold;

    /// <summary>Gives the call back to its parent, if it is a synchronous one that has not begun. It is as if it had never come.</summary>
    public virtual void TryGiveBack()
    {
        lock (Gate)
        {
            if (_hasBegun || _ended || _method is not { Kind: ProcessMethodKind.Synchronous } || _cancellation.IsWholeCallCancelled)
            {
                return;
            }

            _isGivenBack = true;
        }

        if (TryEnd())
        {
            TellReturned();
        }
    }

    /// <summary>It is in this worker no more. In this order, because it may come again at once.</summary>
    private protected void TellReturned()
    {
        _session.Remove(this);
        _link.Send(FrameType.Returned);
    }

    /// <summary>The whole call is about to be cancelled.</summary>
    private protected virtual void OnCancelling()
    {
    }

    /// <summary>What was cancelled was a part of the call that is over.</summary>
    private protected void RenewCancellation() => _cancellation = new CallCancellation();

    private protected bool TryBegin()
    {
        IStartMark? mark = (_flags & FrameFlags.QuietStart) != 0 ? _session.StartMark : null;
        bool begins = false;
        lock (Gate)
        {
            if (_isGivenBack)
            {
                return false;
            }

            if (!_cancellation.IsWholeCallCancelled)
            {
                _hasBegun = begins = true;
                _isStartTold = mark is null;
            }
        }

        if (!begins)
        {
            EndCancelled();
            return false;
        }

        if (mark is not null)
        {
            mark.LastStarted = Id;
        }
        else
        {
            TellStart(_link);
        }

        return true;
    }

    /// <summary>Asks for the end of the call, or with an ordinal of what has that token.</summary>
    private void Cancel(long id, ushort? ordinal)
    {
        if (ordinal is null)
        {
            OnCancelling();
        }

        bool tells;
        CallLink link;
        lock (Gate)
        {
            if (_ended || id != Id)
            {
                // Its end is on its way; this may be the next call by now.
                return;
            }

            link = _link;

            // The parent may believe that the call never began, and has to know that something is left to be stopped; before that, because the body ends with it.
            tells = ordinal is null && _hasBegun && !_isStartTold;
            _isStartTold |= tells;
            if (!tells)
            {
                _cancellation.Cancel(ordinal);
            }
        }

        if (tells)
        {
            TellStart(link);
            _cancellation.Cancel(ordinal);
        }
    }

    private void TellStart(CallLink link) => link.Send(FrameType.Started, flags: _session.IsDebugged() ? FrameFlags.Debugged : FrameFlags.None);

    private void End(Exception? error)
    {
        if (error is null)
        {
            if (TryEnd())
            {
                _link.Send(FrameType.Result, 0, _result ?? PayloadBuffer.Rent());
                _session.Remove(this);
                if (IsPlain)
                {
                    _session.Recycle(this);
                }
            }

            return;
        }

        (CallFailure failure, Exception reported) = Judge(error);
        End(failure, reported);
    }

    private void End(CallFailure failure, Exception error)
    {
        if (TryEnd())
        {
            _result?.Return();
            _link.SendError(FrameType.Failed, (ushort)failure, error);
            _session.Remove(this);
        }
    }

    private protected (CallFailure Failure, Exception Error) Judge(Exception error) => error switch
    {
        ManagerGoneException => (CallFailure.Body, error), // Also one whose handle was among the arguments: that is no error of reading them.
        OutOfMemoryException => (CallFailure.OutOfMemory, error),
        OperationCanceledException or ThreadInterruptedException when _cancellation.IsRequested => (CallFailure.Cancelled, error),
        ItemWriteException { InnerException: { } cause } => (CallFailure.ResultEncode, PayloadIO.WriteFailed($"an item of the result of '{MethodName}'", cause)),
        _ => _phase switch
        {
            Phase.Arguments => (CallFailure.ArgumentDecode, PayloadIO.ReadFailed($"an argument of '{MethodName}'", error)),
            Phase.Result => (CallFailure.ResultEncode, PayloadIO.WriteFailed($"the result of '{MethodName}'", error)),
            _ => (CallFailure.Body, error),
        },
    };

    /// <summary>Whether nobody but this session ever knew of the call: its body ran on the main thread, and had nothing that lives longer than itself or on the caller's side.</summary>
    private bool IsPlain => _session.MainScope is not null && _method is { Kind: ProcessMethodKind.Synchronous } && _links is null && _progress is null && _cancellation.IsUntouched
        && (_flags & FrameFlags.Interruptible) == 0;

    /// <summary>Ends all that the call had here. What its body left running finds it gone.</summary>
    private protected bool TryEnd()
    {
        lock (Gate)
        {
            if (_ended)
            {
                return false;
            }

            _ended = true;
            if (_progress is not null)
            {
                foreach (CreditGate progress in _progress.Values)
                {
                    progress.Close();
                }
            }
        }

        FreeArguments();
        Volatile.Read(ref _holdings)?.End();
        if (_handles is not null)
        {
            _handles = null;
            HandleSweeper.OnCallEnded();
        }

        if (Volatile.Read(ref _links) is { } links)
        {
            links.CloseSources();
            links.EndSinks(new InvalidOperationException("The call that this sequence belongs to has ended."));
        }

        return true;
    }

    private void FreeArguments() => Interlocked.Exchange(ref _arguments, null)?.Return();
}
