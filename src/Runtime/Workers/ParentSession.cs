using System.Collections.Concurrent;
using System.Reflection;
using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Protocol;
using ProcGen.Transport;

namespace ProcGen.Workers;

/// <summary>
/// The parent's end of a connection after the handshake: which calls are in the worker, what it was told, and what it says. Knows no process. Thread-safe.
/// </summary>
internal sealed partial class ParentSession(IFrameCarrier carrier, IParentSessionEvents events, int workerProcessId, string workerName) : IMessageSink, IReplyBook, IDisposable
{
    // Under the lock: what is taken out of it and put into it many times a second is not to make garbage.
    private readonly Dictionary<long, Entry> _calls = [];
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _pings = new();
    private readonly Lock _gate = new();
    private readonly IStartMark? _startMark = (carrier as IStartMarked)?.StartMark;
    private readonly IReplyPump? _pump = carrier as IReplyPump;
    private readonly Dictionary<Assembly, ushort> _assemblies = [];
    private DeclaredAssembly? _lastAssembly;
    private long _lastPing;
    private TaskCompletionSource? _idle;
    private volatile bool _ended;

    // The number of calls, and of those for which nobody certainly looks, to be read without the lock.
    private volatile int _count;
    private volatile int _unwatched;

    /// <summary>The calls that have no end yet.</summary>
    public int Count => _count;

    /// <summary>Whether the session has ended, so that what is sent is dropped.</summary>
    public bool HasEnded => _ended;

    int IReplyBook.CallCount => _count;

    bool IReplyBook.HasUnwatchedCalls => _unwatched != 0;

    /// <summary>The id of the call whose body began last, where the worker keeps it; of calls that began with a message, too, it says nothing. 0 if there is none.</summary>
    public long LastStarted => _startMark?.LastStarted ?? 0;

    /// <summary>What the worker keeps of a chunk, where it does so in memory that this side sees.</summary>
    public ItemProgress ReadItems(CallOperation chunk, bool withResults) => _startMark?.ReadItems(chunk.Id, withResults) ?? default;

    /// <summary>The worker's process is gone: what <see cref="LastStarted"/> says stays as it is.</summary>
    public void ForgetMemory() => _startMark?.Dispose();

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
        SharedPayload? held = call.Arguments.Shared;
        if (held is null ? call.HasEnd : !held.TryHold())
        {
            return false;
        }

        long id = call.Id;
        ushort assembly = Declare(call.Invocation.Method.Assembly);
        SentCall? sent = call.Live is null && call.ResultSink is null ? null : new SentCall(call, new CallLink(carrier, id));
        bool isLookedFor = _pump is not null && call.LookForReplies(_pump, this);
        bool isNew;
        lock (_gate)
        {
            isNew = _calls.TryAdd(id, new Entry(call, sent, isLookedFor));
            _count = _calls.Count;
            _unwatched += isNew && !isLookedFor ? 1 : 0;
        }

        if (!isNew)
        {
            held?.Release();
            throw new InvalidOperationException($"The call {id} is in this worker already.");
        }

        // Before the frame goes: the first request for an item may come back at once.
        sent?.Prepare();
        SendFrame(call, held, new FrameHeader(call.IsChunk ? FrameType.Chunk : FrameType.Call, FlagsOf(call, isLookedFor), assembly, id, 0));
        sent?.Begin();
        if (_ended && TryRemove(id, out _))
        {
            sent?.End();
        }

        return true;
    }

    /// <summary>Asks the worker to cancel a call, or one call of a chunk. What was not sent yet of its arguments is not sent.</summary>
    /// <param name="call">The call.</param>
    /// <param name="item">Which call of the chunk, of those that were sent last; -1 for all.</param>
    public void Cancel(CallOperation call, int item = -1)
    {
        if (!Knows(call.Id))
        {
            return;
        }

        if (item >= 0)
        {
            PayloadBuffer content = PayloadBuffer.Rent();
            new FieldWriter(content).WriteInt32(item);
            carrier.Send(new OutgoingMessage(new FrameHeader(FrameType.Cancel, FrameFlags.WholeCall, 0, call.Id, 0), content));
        }
        else if (!carrier.TryAbandonCall(call.Id))
        {
            carrier.Send(new OutgoingMessage(FrameType.Cancel, call.Id, 0, FrameFlags.WholeCall));
        }
    }

    /// <summary>Asks for the synchronous calls that have not begun. Each is returned, or goes on to its end.</summary>
    public void Recall() => new CallLink(carrier, 0).Send(FrameType.Recall);

    /// <summary>The calls that had no end when the session ended. They are the caller's to end; each is given once.</summary>
    public CallOperation[] TakeCalls()
    {
        lock (_gate)
        {
            CallOperation[] left = [.. _calls.Values.Select(static entry => entry.Operation)];
            _calls.Clear();
            return left;
        }
    }

    /// <summary>Says that calls of a method are likely, so that the worker compiles now what the first of them would have to wait for.</summary>
    public void Prepare(ProcessMethod method)
    {
        PayloadBuffer content = PayloadBuffer.Rent();
        new FieldWriter(content).WriteUInt64(method.Id);
        new CallLink(carrier, 0).Send(FrameType.Prepare, Declare(method.Assembly), content);
    }

    /// <summary>Declares an assembly ahead of its first call, so that its start-up methods run now.</summary>
    /// <returns>The assembly's number on this connection.</returns>
    public ushort Declare(Assembly assembly)
    {
        if (Volatile.Read(ref _lastAssembly) is { } last && ReferenceEquals(last.Assembly, assembly))
        {
            return last.Number;
        }

        lock (_gate)
        {
            if (!_assemblies.TryGetValue(assembly, out ushort number))
            {
                PayloadBuffer content = AssemblyDeclaration.Of(assembly).Write();
                number = checked((ushort)(_assemblies.Count + 1));
                _assemblies.Add(assembly, number);
                carrier.Send(new OutgoingMessage(FrameType.UseAssembly, 0, number, content));
            }

            Volatile.Write(ref _lastAssembly, new DeclaredAssembly(assembly, number));
            return number;
        }
    }

    /// <summary>Completes when no call is in the worker, or the session has ended.</summary>
    public Task WhenIdleAsync()
    {
        lock (_gate)
        {
            return _calls.Count == 0 || _ended
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

    /// <summary>Cuts the connection. The calls in the worker have no end by this.</summary>
    public void Dispose()
    {
        carrier.Dispose();
        End();
    }

    private FrameFlags FlagsOf(CallOperation call, bool isLookedFor) =>
        (call.IsInterruptible ? FrameFlags.Interruptible : FrameFlags.None)
        | (call.IsStartQuiet && _startMark is not null ? FrameFlags.QuietStart : FrameFlags.None)
        | (isLookedFor ? FrameFlags.LookedFor : FrameFlags.None);

    private void SendFrame(CallOperation call, SharedPayload? held, in FrameHeader header)
    {
        if (held is null)
        {
            if (!carrier.TrySend(header, call.Arguments.Bytes))
            {
                PayloadBuffer copy = PayloadBuffer.Rent();
                copy.Write(call.Arguments.Bytes);
                carrier.Send(new OutgoingMessage(header, copy));
            }
        }
        else if (held.Bytes.IsSingleSegment && carrier.TrySend(header, held.Bytes.FirstSpan))
        {
            held.Release();
        }
        else
        {
            carrier.Send(new OutgoingMessage(header, held));
        }
    }

    private bool Knows(long id) => TryFind(id, out _);

    private bool TryFind(long id, out Entry call)
    {
        lock (_gate)
        {
            return _calls.TryGetValue(id, out call);
        }
    }

    private bool TryRemove(long id, out Entry call)
    {
        lock (_gate)
        {
            if (!_calls.Remove(id, out call))
            {
                return false;
            }

            _count = _calls.Count;
            _unwatched -= call.IsLookedFor ? 0 : 1;
            if (_idle is not null && _calls.Count == 0)
            {
                _idle.TrySetResult();
                _idle = null;
            }

            return true;
        }
    }

    private void End()
    {
        _ended = true;
        Entry[] left;
        lock (_gate)
        {
            left = [.. _calls.Values];
        }

        foreach (Entry call in left)
        {
            call.Sent?.End();
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

    /// <param name="Operation">The call.</param>
    /// <param name="Sent">Its links to what lives on the caller's side; null where nothing does.</param>
    /// <param name="IsLookedFor">Whether the thread that sent it looks for the reply.</param>
    private readonly record struct Entry(CallOperation Operation, SentCall? Sent, bool IsLookedFor);

    private sealed record DeclaredAssembly(Assembly Assembly, ushort Number);
}
