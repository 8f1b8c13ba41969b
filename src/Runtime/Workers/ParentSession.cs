using System.Collections.Concurrent;
using System.Reflection;
using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Protocol;
using ProcGen.Transport;

namespace ProcGen.Workers;

/// <summary>Told what a worker says. Called one at a time, on an I/O thread: must not block and must not run user code.</summary>
internal interface IParentSessionEvents
{
    void OnStarted(CallOperation call);

    void OnEnded(CallOperation call, CallOutcome outcome);

    void OnTerminating();

    void OnLog(CallOperation? call, PayloadBuffer content);

    void OnExitNotice(PayloadBuffer content);
}

/// <summary>
/// The parent's end of a connection after the handshake: which calls are in the worker, what it was told, and what it says. Knows no process. Thread-safe.
/// </summary>
internal sealed class ParentSession(IFrameCarrier carrier, IParentSessionEvents events, int workerProcessId, string workerName) : IMessageSink, IDisposable
{
    private readonly ConcurrentDictionary<long, SentCall> _calls = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _pings = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<Assembly, ushort> _assemblies = [];
    private long _lastPing;
    private TaskCompletionSource? _idle;
    private volatile bool _ended;

    /// <summary>The calls that have no end yet.</summary>
    public int Count => _calls.Count;

    /// <summary>Takes what the worker says until it is gone.</summary>
    /// <exception cref="ProtocolException">The worker said what it may not.</exception>
    public async Task ReceiveAsync()
    {
        try
        {
            await carrier.ReceiveAsync(this).ConfigureAwait(false);
        }
        finally
        {
            End();
        }
    }

    /// <summary>Sends a call. After the session's end it is dropped, and its end is the caller's to tell.</summary>
    /// <returns>False if the call has its end already: it is not sent, and no event will tell of it.</returns>
    public bool Send(CallOperation call)
    {
        var sent = new SentCall(call, new CallLink(carrier, call.Id));
        if (!call.Arguments.TryHold())
        {
            return false;
        }

        ushort assembly = Declare(call.Invocation.Method.Assembly);
        if (!_calls.TryAdd(call.Id, sent))
        {
            call.Arguments.Release();
            throw new InvalidOperationException($"The call {call.Id} is in this worker already.");
        }

        // Before the frame goes: the first request for an item may come back at once.
        sent.Prepare();
        call.RepliesFrom = carrier as IReplyPump;
        carrier.Send(new OutgoingMessage(FrameType.Call, call.Id, assembly, call.Arguments));
        sent.Begin();
        if (_ended && _calls.TryRemove(call.Id, out _))
        {
            sent.End();
        }

        return true;
    }

    /// <summary>Asks the worker to cancel a call. What was not sent yet of its arguments is not sent.</summary>
    public void Cancel(CallOperation call)
    {
        if (_calls.ContainsKey(call.Id) && !carrier.TryAbandonCall(call.Id))
        {
            carrier.Send(new OutgoingMessage(FrameType.Cancel, call.Id, 0, FrameFlags.WholeCall));
        }
    }

    /// <summary>Declares an assembly ahead of its first call, so that its start-up methods run now.</summary>
    /// <returns>The assembly's number on this connection.</returns>
    public ushort Declare(Assembly assembly)
    {
        lock (_gate)
        {
            if (!_assemblies.TryGetValue(assembly, out ushort number))
            {
                PayloadBuffer content = AssemblyDeclaration.Of(assembly).Write();
                number = checked((ushort)(_assemblies.Count + 1));
                _assemblies.Add(assembly, number);
                carrier.Send(new OutgoingMessage(FrameType.UseAssembly, 0, number, content));
            }

            return number;
        }
    }

    /// <summary>Completes when no call is in the worker, or the session has ended.</summary>
    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            return _calls.IsEmpty || _ended
                ? Task.CompletedTask
                : (_idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Asks for a sign of life from the thread that runs synchronous bodies.</summary>
    /// <returns>Completes with the answer; faults with the error of a start-up method, or an <see cref="IOException"/> at the session's end.</returns>
    public Task PingAsync()
    {
        long id = Interlocked.Increment(ref _lastPing);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _pings.TryAdd(id, answer);
        carrier.Send(new OutgoingMessage(FrameType.Ping, id));
        if (_ended)
        {
            FailPings();
        }

        return answer.Task;
    }

    /// <summary>Allows the worker that many more log records.</summary>
    public void GrantLog(int count) => new CallLink(carrier, 0).SendCredit(0, count);

    public void Interrupt() => carrier.Send(new OutgoingMessage(FrameType.Interrupt, 0));

    /// <summary>Says that no call follows. The worker exits with this code, or with its own <see cref="Environment.ExitCode"/> where it is null.</summary>
    public void Close(int? exitCode)
    {
        PayloadBuffer content = PayloadBuffer.Rent();
        if (exitCode is { } code)
        {
            new FieldWriter(content).WriteInt32(code);
        }

        carrier.Send(new OutgoingMessage(FrameType.Close, 0, 0, content));
    }

    /// <inheritdoc/>
    public bool Accepts(in FrameHeader header) => header.Type switch
    {
        FrameType.Started or FrameType.Result or FrameType.Failed or FrameType.Progress or FrameType.Item or FrameType.Credit or FrameType.ItemsClose
            => _calls.ContainsKey(header.CallId),
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
                events.OnLog(_calls.TryGetValue(header.CallId, out SentCall? logging) ? logging.Operation : null, content);
                return;
            case FrameType.ExitNotice:
                events.OnExitNotice(content);
                return;
        }

        if (!_calls.TryGetValue(header.CallId, out SentCall? call))
        {
            content.Return();
            return;
        }

        switch (header.Type)
        {
            case FrameType.Started:
                content.Return();
                call.Operation.IsDebugged = header.Has(FrameFlags.Debugged);
                events.OnStarted(call.Operation);
                break;
            case FrameType.Result:
                EndCall(call, new CallOutcome { Result = content, ProcessId = workerProcessId, WorkerName = workerName });
                break;
            case FrameType.Failed:
                EndCall(call, new CallOutcome { Error = content, Failure = (CallFailure)header.Ordinal, ProcessId = workerProcessId, WorkerName = workerName });
                break;
            case FrameType.Progress:
                call.Operation.OnProgress(header.Ordinal, content, call.Link);
                break;
            default:
                call.Links.OnMessage(header, content);
                break;
        }
    }

    /// <inheritdoc/>
    public void OnAbandoned(in FrameHeader header) => throw new ProtocolException($"A worker gave up a message of type {header.Type}; only calls are given up.");

    /// <summary>Cuts the connection. The calls in the worker have no end by this.</summary>
    public void Dispose()
    {
        carrier.Dispose();
        End();
    }

    private void EndCall(SentCall call, CallOutcome outcome)
    {
        _calls.TryRemove(call.Operation.Id, out _);
        call.End();
        events.OnEnded(call.Operation, outcome);
        if (_calls.IsEmpty)
        {
            TellIdle();
        }
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

    private void End()
    {
        _ended = true;
        foreach (SentCall call in _calls.Values)
        {
            call.End();
        }

        FailPings();
        TellIdle();
    }

    private void TellIdle()
    {
        lock (_gate)
        {
            _idle?.TrySetResult();
            _idle = null;
        }
    }

    private void FailPings()
    {
        foreach (long id in _pings.Keys)
        {
            if (_pings.TryRemove(id, out TaskCompletionSource? answer))
            {
                answer.TrySetException(new IOException("The worker is gone."));
                _ = answer.Task.Exception;
            }
        }
    }
}
