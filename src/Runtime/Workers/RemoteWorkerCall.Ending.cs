using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Workers;

// The call's beginning and its one end: what is reported, and in which phase it failed.
internal sealed partial class RemoteWorkerCall
{
    private bool TryBegin()
    {
        if (_cancellation.IsWholeCallCancelled)
        {
            EndCancelled();
            return false;
        }

        _link.Send(FrameType.Started, flags: _session.IsDebugged() ? FrameFlags.Debugged : FrameFlags.None);
        return true;
    }

    private void End(Exception? error)
    {
        if (error is null)
        {
            if (TryEnd())
            {
                _link.Send(FrameType.Result, 0, _result ?? PayloadBuffer.Rent());
                _session.Remove(this);
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

    private (CallFailure Failure, Exception Error) Judge(Exception error) => error switch
    {
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

    /// <summary>Ends all that the call had here. What its body left running finds it gone.</summary>
    private bool TryEnd()
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
        if (Volatile.Read(ref _links) is { } links)
        {
            links.CloseSources();
            links.EndSinks(new InvalidOperationException("The call that this sequence belongs to has ended."));
        }

        return true;
    }

    private void FreeArguments() => Interlocked.Exchange(ref _arguments, null)?.Return();
}
