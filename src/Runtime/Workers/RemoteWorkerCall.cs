using System.Threading.Channels;
using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Launching;
using ProcGen.Protocol;
using ProcGen.Sharing;

namespace ProcGen.Workers;

/// <summary>One call that came from another process: its arguments, its live links and its end. The body uses it from any thread; frames come from the reader.</summary>
internal partial class RemoteWorkerCall : WorkerCall, IThreadPoolWorkItem
{
    private protected enum Phase
    {
        Arguments,
        Body,
        Result,
    }

    private readonly WorkerSession _session;
    private CallCancellation _cancellation = new();
    private WorkerAssembly _assembly = null!;
    private CallLink _link;
    private ulong _methodId;
    private FrameFlags _flags;

    // Few calls have any of these.
    private LiveLinks? _links;
    private Dictionary<ushort, CreditGate>? _progress;
    private PayloadBuffer? _arguments;
    private PayloadBuffer? _result;
    private ProcessMethod? _method;

    // Rooted while the body runs: it may hold nothing but a span of an argument's memory.
    private List<SharedBlock>? _handles;
    private CallHoldings? _holdings;
    private StreamSource? _resultSource;
    private Phase _phase;
    private long _memoryLimit;
    private volatile bool _ended;

    public RemoteWorkerCall(WorkerSession session) => _session = session;

    /// <summary>The call that the current code belongs to; null outside of bodies.</summary>
    public static RemoteWorkerCall? Current => BodyScope.Current?.Call;

    public long Id => _link.CallId;

    /// <summary>What the body holds of what processes share.</summary>
    public CallHoldings Holdings => Volatile.Read(ref _holdings) ?? Interlocked.CompareExchange(ref _holdings, new CallHoldings(), null) ?? _holdings;

    /// <summary>Takes the log records of the body.</summary>
    public LogSender Log => _session.Log;

    public ProcessMethod? Method => _method;

    public CallCancellation Cancellation => _cancellation;

    private string MethodName => _method!.DisplayName;

    // No lock of its own: it is seldom taken, and nobody else has this object.
    private protected object Gate => this;

    private LiveLinks Links => Volatile.Read(ref _links) ?? Interlocked.CompareExchange(ref _links, new LiveLinks(), null) ?? _links;

    /// <summary>Makes it the call that came in.</summary>
    /// <exception cref="ProtocolException">The content is too short.</exception>
    public void Begin(CallLink link, WorkerAssembly assembly, PayloadBuffer content, FrameFlags flags)
    {
        ulong methodId = CallArguments.PeekMethodId(content);

        // Under the lock: who looked for the call before may have found this one, see Cancel.
        lock (Gate)
        {
            _link = link;
            _assembly = assembly;
            _methodId = methodId;
            _flags = flags;
            _arguments = content;
            _result = null;
            _method = null;
            _phase = Phase.Arguments;
            _hasBegun = false;
            _isStartTold = false;
            _ended = false;
        }
    }

    /// <summary>What is being done, so that an error can say it.</summary>
    private protected Phase At
    {
        set => _phase = value;
    }

    /// <summary>The content of the call's message, until its end.</summary>
    private protected PayloadBuffer AllArguments => _arguments!;

    /// <summary>Keeps the shared objects among the arguments while the body runs, and lets go of those of the body before.</summary>
    private protected void KeepHandles(List<SharedBlock>? handles)
    {
        if (_handles is not null)
        {
            HandleSweeper.OnCallEnded();
        }

        _handles = handles;
    }

    /// <summary>Finds the method, once its assembly is resolved.</summary>
    /// <returns>False if there is none; the call has its end then.</returns>
    public bool TryFindMethod()
    {
        if (_assembly.Error is { } error)
        {
            End(_assembly.Failure, error);
            return false;
        }

        try
        {
            _method = _assembly.Find(_methodId);
            return true;
        }
        catch (ProcessException e)
        {
            End(CallFailure.UnknownMethod, e);
            return false;
        }
    }

    /// <summary>Runs a synchronous body on the calling thread.</summary>
    public virtual void Execute()
    {
        // Before the parent hears that the body has begun: it may answer with the wish to interrupt it.
        BodyInterruption? interruption = (_flags & FrameFlags.Interruptible) != 0 ? _session.Interruption : null;
        interruption?.Enter(this);
        Exception? error = null;
        BodyScope scope = BodyScope.Enter(this, _session.MainScope);
        try
        {
            if (!TryBegin())
            {
                return;
            }

            EnterMemoryLimit();
            if (interruption is null)
            {
                _method!.Invoke(this);
            }
            else
            {
                interruption.Run(() => _method!.Invoke(this));
            }
        }
        catch (Exception e)
        {
            error = e;
        }
        finally
        {
            scope.Leave();
            interruption?.Leave();
            LeaveMemoryLimit();
        }

        End(error);
    }

    /// <summary>Runs an asynchronous body. Never faults.</summary>
    public async Task RunAsync()
    {
        if (!TryBegin())
        {
            return;
        }

        _ = BodyScope.Enter(this, mainThread: null);
        Exception? error = null;
        try
        {
            EnterMemoryLimit();
            await _method!.InvokeAsync(this).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            error = e;
        }
        finally
        {
            LeaveMemoryLimit();
        }

        End(error);
    }

    /// <summary>The parent gave up sending the call, or the call was cancelled before it began.</summary>
    public void EndCancelled() => End(CallFailure.Cancelled, new OperationCanceledException("The call was cancelled before it began."));

    /// <summary>A frame that belongs to this call came in.</summary>
    /// <exception cref="ProtocolException">It is none that may come.</exception>
    public virtual void OnMessage(in FrameHeader header, PayloadBuffer content)
    {
        switch (header.Type)
        {
            case FrameType.Cancel:
                content.Return();
                Cancel(header.CallId, header.Has(FrameFlags.WholeCall) ? null : header.Ordinal);
                return;
            case FrameType.Credit when header.Ordinal != ProtocolLimits.ResultOrdinal && FindProgress(header.Ordinal) is { } progress:
                progress.Add(new FieldReader(content).ReadInt32());
                content.Return();
                return;
            case FrameType.Credit or FrameType.ItemsClose when header.Ordinal == ProtocolLimits.ResultOrdinal:
                EnsureResultSource();
                break;
        }

        Links.OnMessage(header, content);
    }

    /// <summary>Nothing more is to begin.</summary>
    public virtual void Stop()
    {
    }

    /// <summary>The other side is gone.</summary>
    public void OnLost(Exception reason)
    {
        Links.EndSinks(reason);
        Links.CloseSources();
    }

    /// <inheritdoc/>
    public override PayloadReader OpenArguments()
    {
        var reader = new PayloadReader(_arguments!);
        _ = reader.Reader.ReadUnmanaged<ulong>();
        return reader;
    }

    /// <inheritdoc/>
    public override void CloseArguments(ref PayloadReader reader)
    {
        KeepHandles(reader.Handles);
        PayloadIO.EndReading(ref reader);
        FreeArguments();
        _phase = Phase.Body;
    }

    /// <inheritdoc/>
    public override PayloadWriter OpenResult()
    {
        _phase = Phase.Result;
        _result = PayloadBuffer.Rent();
        return new PayloadWriter(ref _result) { Audience = _session.Audience };
    }

    /// <inheritdoc/>
    public override void CloseResult(ref PayloadWriter writer) => writer.Complete();

    /// <inheritdoc/>
    public override CancellationToken GetToken(int ordinal) => _cancellation.GetToken((ushort)ordinal);

    /// <inheritdoc/>
    public override IProgress<T> GetProgress<T>(int ordinal, PayloadWrite<T> write)
    {
        var credit = new CreditGate(ProtocolLimits.ProgressWindow);
        lock (Gate)
        {
            (_progress ??= []).Add((ushort)ordinal, credit);
        }

        return new RemoteProgress<T>(this, (ushort)ordinal, credit, write);
    }

    /// <inheritdoc/>
    public override IEnumerable<T> GetSequence<T>(int ordinal, PayloadRead<T> read) => Receive(ordinal, read);

    /// <inheritdoc/>
    public override IAsyncEnumerable<T> GetAsyncSequence<T>(int ordinal, PayloadRead<T> read) => Receive(ordinal, read);

    /// <inheritdoc/>
    public override ChannelReader<T> GetChannel<T>(int ordinal, PayloadRead<T> read) => new RemoteChannelReader<T>(Receive(ordinal, read));

    /// <inheritdoc/>
    public override Stream GetStream(int ordinal) => new RemoteStream(Receive(ordinal, StreamPieces.Read));

    /// <inheritdoc/>
    public override TextReader GetTextReader(int ordinal) => new RemoteTextReader(Receive(ordinal, TextPieces.Read));

    /// <inheritdoc/>
    public override T GetState<T>() => _session.States.Get<T>(_method!);

    /// <inheritdoc/>
    public override void SetState<T>(T state) => _session.States.Set(state);

    /// <inheritdoc/>
    public override void SendSequence<T>(IEnumerable<T> items, PayloadWrite<T> write) =>
        EnsureResultSource().Push(NotNull(items), write, _cancellation.Token);

    /// <inheritdoc/>
    public override ValueTask SendSequenceAsync<T>(IAsyncEnumerable<T> items, PayloadWrite<T> write) =>
        EnsureResultSource().PushAsync(NotNull(items), write, _cancellation.Token);

    private T NotNull<T>(T? items) where T : class => items ?? throw new InvalidOperationException(
        $"'{MethodName}' returned null instead of a sequence. Return an empty sequence where there are no items.");

    private SinkEnumerable<T> Receive<T>(int ordinal, PayloadRead<T> read)
    {
        var sink = new StreamSink((ushort)ordinal, WorkerIdentity.Bootstrap?.ParentId ?? Environment.ProcessId, _method!.StreamWindow);
        Links.Add((ushort)ordinal, sink);
        sink.Attach(_link);
        string name = _method.LiveParameters.Count > ordinal ? $"the sequence '{_method.LiveParameters[ordinal]}'" : "the sequence";
        return new SinkEnumerable<T>(sink, read, name, Timeout.InfiniteTimeSpan, _cancellation.Token);
    }

    private StreamSource EnsureResultSource()
    {
        lock (Gate)
        {
            if (_resultSource is null)
            {
                _resultSource = new StreamSource(_link, ProtocolLimits.ResultOrdinal);
                Links.Add(ProtocolLimits.ResultOrdinal, _resultSource);
            }

            return _resultSource;
        }
    }

    private void EnterMemoryLimit()
    {
        if (_method!.MemoryLimitMegabytes > 0 && _session.Memory is { } memory)
        {
            long limit = _method.MemoryLimitMegabytes * (1L << 20);
            memory.Enter(limit);
            _memoryLimit = limit;
        }
    }

    private void LeaveMemoryLimit()
    {
        if (_memoryLimit > 0)
        {
            _session.Memory!.Leave(_memoryLimit);
            _memoryLimit = 0;
        }
    }

    private CreditGate? FindProgress(ushort ordinal)
    {
        lock (Gate)
        {
            return _progress?.GetValueOrDefault(ordinal);
        }
    }
}
