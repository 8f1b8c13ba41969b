using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Workers;

// What the worker says.
internal sealed partial class ParentSession
{
    /// <inheritdoc/>
    public bool Accepts(in FrameHeader header) => header.Type switch
    {
        FrameType.Started or FrameType.Result or FrameType.Failed or FrameType.Progress or FrameType.Item or FrameType.Credit or FrameType.ItemsClose or FrameType.Returned or FrameType.Items
            => !header.Has(FrameFlags.Bulk) || Knows(header.CallId), // One of a single piece is dropped below, where the call is looked for anyway.
        FrameType.Pong or FrameType.Terminating or FrameType.Log or FrameType.ExitNotice => true,
        _ => throw new ProtocolException($"A worker sent a frame of type {header.Type}, which only its parent may send."),
    };

    /// <inheritdoc/>
    public void OnMessage(in FrameHeader header, PayloadBuffer content)
    {
        switch (header.Type)
        {
            case FrameType.Pong:
                OnPong(header.CallId, content);
                return;
            case FrameType.Terminating:
                content.Return();
                events.OnTerminating();
                return;
            case FrameType.Log:
                events.OnLog(TryFind(header.CallId, out Entry logging) ? logging.Operation : null, content);
                return;
            case FrameType.ExitNotice:
                events.OnExitNotice(content);
                return;
            case FrameType.Result:
                EndCall(header.CallId, new CallOutcome { Result = content, ProcessId = workerProcessId, WorkerName = workerName });
                return;
            case FrameType.Failed:
                EndCall(header.CallId, new CallOutcome { Error = content, Failure = (CallFailure)header.Ordinal, ProcessId = workerProcessId, WorkerName = workerName });
                return;
        }

        if (header.Type == FrameType.Returned)
        {
            content.Return();
            if (TryRemove(header.CallId, out Entry returned))
            {
                returned.Sent?.End();
                events.OnReturned(returned.Operation);
            }

            return;
        }

        if (!TryFind(header.CallId, out Entry call))
        {
            content.Return();
            return;
        }

        switch (header.Type)
        {
            case FrameType.Started:
                content.Return();
                call.Operation.IsDebugged = header.Has(FrameFlags.Debugged);
                call.Operation.OnStarted();
                events.OnStarted(call.Operation);
                break;
            case FrameType.Items when call.Operation is ChunkOperation chunk:
                chunk.Expect(content, isLast: false);
                events.OnItemsEnded(chunk, content);
                break;
            case FrameType.Progress when call.Sent is not null:
                call.Operation.OnProgress(header.Ordinal, content, call.Sent.Link);
                break;
            case var _ when call.Sent is not null:
                call.Sent.Links.OnMessage(header, content);
                break;
            default:
                content.Return();
                break;
        }
    }

    /// <inheritdoc/>
    public void OnAbandoned(in FrameHeader header) => throw new ProtocolException($"A worker gave up a message of type {header.Type}; only calls are given up.");

    private void EndCall(long id, CallOutcome outcome)
    {
        if (!TryRemove(id, out Entry call))
        {
            outcome.Free();
            return;
        }

        if (outcome.Result is { } last && call.Operation is ChunkOperation chunk)
        {
            chunk.Expect(last, isLast: true);
        }

        // From here on the operation may be recycled at any time.
        call.Sent?.End();
        events.OnEnded(call.Operation, outcome);
    }

    private void OnPong(long id, PayloadBuffer content)
    {
        if (!_pings.TryRemove(id, out TaskCompletionSource? answer))
        {
            content.Return();
            return;
        }

        if (content.Length == 0)
        {
            content.Return();
            answer.TrySetResult();
            return;
        }

        // Rebuilding may run constructors of the user.
        ThreadPool.UnsafeQueueUserWorkItem(
            static state => state.answer.TrySetException(RemoteErrors.Read(state.content, state.workerProcessId, state.workerName)),
            (answer, content, workerProcessId, workerName), preferLocal: false);
    }
}
