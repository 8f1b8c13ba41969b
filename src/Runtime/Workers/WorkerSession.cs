using System.Diagnostics;
using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Launching;
using ProcGen.Protocol;
using ProcGen.Transport;

namespace ProcGen.Workers;

/// <summary>
/// The worker's end of a connection after the handshake: takes frames on the reader's thread, hands synchronous bodies to the body queue and asynchronous
/// ones to the thread pool. Thread-safe.
/// </summary>
/// <param name="carrier">This end.</param>
/// <param name="bodies">Runs synchronous bodies.</param>
/// <param name="states">What the worker keeps.</param>
/// <param name="interruption">Interrupts synchronous bodies; null where they are not.</param>
/// <param name="memory">Holds methods to the memory that they declare; null where the process is not theirs.</param>
/// <param name="startup">Runs start-up methods, where several connections share that; null for this one's own.</param>
internal sealed class WorkerSession(IFrameCarrier carrier, IBodyQueue bodies, WorkerStates states, BodyInterruption? interruption, WorkerMemoryLimit? memory = null, WorkerStartupMethods? startup = null)
    : IMessageSink
{
    // Its own lock: put into and taken out of it many times a second, without garbage.
    private readonly Dictionary<long, RemoteWorkerCall> _calls = [];
    private readonly WorkerStartupMethods _startup = startup ?? new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // By their numbers; touched by whoever takes the messages, one thread at a time.
    private WorkerAssembly?[] _assemblies = new WorkerAssembly?[4];
    private RemoteWorkerCall? _recycled;
    private Exception? _startupFailure;
    private volatile bool _closing;
    private int? _exitCode;

    /// <summary>Whether a debugger is attached to this process.</summary>
    public Func<bool> IsDebugged { get; init; } = static () => Debugger.IsAttached;

    public WorkerStates States => states;

    /// <summary>Who reads the results, where this process is a manager; null otherwise.</summary>
    public Managers.ManagerAudience? Audience { get; init; }

    public WorkerMemoryLimit? Memory => memory;

    /// <summary>Interrupts synchronous bodies; null where they are not.</summary>
    public BodyInterruption? Interruption => interruption;

    /// <summary>Of the main thread, where bodies run there and nowhere else.</summary>
    public BodyScope? MainScope { get; } = bodies is MainThreadQueue ? new BodyScope() : null;

    /// <summary>Says which call began last; null where the connection has no such word.</summary>
    public IStartMark? StartMark { get; } = (carrier as IStartMarked)?.StartMark;

    /// <summary>Where results of a chunk are kept until they are sent. One chunk runs at a time.</summary>
    public ItemPage Items => field ??= StartMark?.Items ?? ItemPage.NewPrivate();

    /// <summary>This end.</summary>
    public IFrameCarrier Carrier => carrier;

    private RemoteWorkerCall[] Calls
    {
        get
        {
            lock (_calls)
            {
                return [.. _calls.Values];
            }
        }
    }

    /// <summary>Takes the log records of the code that runs here.</summary>
    public LogSender Log { get; } = new(carrier, new CreditGate(ProtocolLimits.LogWindow));

    /// <summary>Completes when the parent wants nothing more and no call is left. Never faults.</summary>
    public Task Closed => _closed.Task;

    /// <summary>The exit code that the parent named when it closed; null if it named none.</summary>
    public int? ExitCode => IsLost ? null : _exitCode;

    /// <summary>Whether the connection ended before the parent closed.</summary>
    public bool IsLost { get; private set; }

    /// <inheritdoc/>
    public bool Accepts(in FrameHeader header) => header.Type switch
    {
        FrameType.UseAssembly or FrameType.Call or FrameType.Chunk or FrameType.Ping or FrameType.Interrupt or FrameType.Close or FrameType.Recall or FrameType.Prepare => true,
        FrameType.Credit when header.CallId == 0 => true,
        FrameType.Cancel or FrameType.Item or FrameType.ItemsEnd or FrameType.ItemsClose or FrameType.Credit => Find(header.CallId) is not null,
        _ => throw new ProtocolException($"A parent sent a frame of type {header.Type}, which only a worker may send."),
    };

    /// <inheritdoc/>
    public void OnMessage(in FrameHeader header, PayloadBuffer content)
    {
        switch (header.Type)
        {
            case FrameType.Call or FrameType.Chunk:
                OnCall(header, content);
                return;
            case FrameType.UseAssembly:
                OnUseAssembly(header.Ordinal, AssemblyDeclaration.Read(content));
                break;
            case FrameType.Ping:
                PostPong(header.CallId);
                break;
            case FrameType.Prepare:
                PostPrepare(FindAssembly(header.Ordinal), CallArguments.PeekMethodId(content));
                break;
            case FrameType.Credit when header.CallId == 0:
                Log.Grant(new FieldReader(content).ReadInt32());
                break;
            case FrameType.Interrupt:
                Interrupt();
                break;
            case FrameType.Recall:
                foreach (RemoteWorkerCall waiting in Calls)
                {
                    waiting.TryGiveBack();
                }

                break;
            case FrameType.Close:
                _exitCode = content.Length == 0 ? null : new FieldReader(content).ReadInt32();
                _closing = true;
                CloseIfIdle();
                break;
            default:
                if (Find(header.CallId) is { } call)
                {
                    call.OnMessage(header, content);
                    return;
                }

                break;
        }

        content.Return();
    }

    /// <inheritdoc/>
    public void OnAbandoned(in FrameHeader header)
    {
        if (!header.Type.IsCall)
        {
            throw new ProtocolException($"A parent gave up a message of type {header.Type}; only calls are given up.");
        }

        new CallLink(carrier, header.CallId).SendError(
            FrameType.Failed, (ushort)CallFailure.Cancelled, new OperationCanceledException("The call was cancelled before it was sent."));
    }

    /// <summary>Cancels every call, without waiting.</summary>
    public void CancelAll()
    {
        foreach (RemoteWorkerCall call in Calls)
        {
            call.Stop();
        }

        CallCancellation.CancelAll(Calls.Select(static call => call.Cancellation));
    }

    /// <summary>The connection is gone: there is nobody to work for.</summary>
    /// <returns>False if the parent had closed before.</returns>
    public bool OnLost()
    {
        if (_closed.Task.IsCompleted)
        {
            return false;
        }

        CancelAll();
        var reason = new IOException("The process that made this call is gone.");
        foreach (RemoteWorkerCall call in Calls)
        {
            call.OnLost(reason);
        }

        IsLost = true;
        _closing = true;
        _closed.TrySetResult();
        return true;
    }

    /// <summary>A call has ended, and its last frame was sent.</summary>
    internal void Remove(RemoteWorkerCall call)
    {
        lock (_calls)
        {
            _calls.Remove(call.Id);
        }

        if (_closing)
        {
            CloseIfIdle();
        }
    }

    /// <summary>Keeps the object of a call that was removed for the next one.</summary>
    internal void Recycle(RemoteWorkerCall call) => Volatile.Write(ref _recycled, call);

    private void OnCall(in FrameHeader header, PayloadBuffer content)
    {
        WorkerAssembly assembly = FindAssembly(header.Ordinal);
        RemoteWorkerCall call = header.Type == FrameType.Chunk ? new RemoteWorkerChunk(this, content) : Interlocked.Exchange(ref _recycled, null) ?? new RemoteWorkerCall(this);
        call.Begin(new CallLink(carrier, header.CallId, header.Flags & FrameFlags.LookedFor), assembly, content, header.Flags);
        lock (_calls)
        {
            if (!_calls.TryAdd(header.CallId, call))
            {
                throw new ProtocolException($"The call {header.CallId} came twice.");
            }
        }

        if (assembly.IsResolved)
        {
            Dispatch(call);
        }
        else
        {
            PostFirst(call, assembly);
        }
    }

    // Methods of their own, because what they capture is allocated where they begin.
    private void PostFirst(RemoteWorkerCall call, WorkerAssembly assembly) =>
        bodies.Post(new BodyWork(() =>
        {
            Resolve(assembly);
            Dispatch(call);
        }));

    private void PostPong(long id) => bodies.Post(new BodyWork(() => Pong(id)));

    private void PostPrepare(WorkerAssembly assembly, ulong methodId) =>
        bodies.Post(new BodyWork(() =>
        {
            Resolve(assembly);

            // What is wrong with the assembly is said to the first call.
            assembly.TryFind(methodId)?.Prepare();
        }));

    private WorkerAssembly FindAssembly(ushort number)
    {
        WorkerAssembly?[] assemblies = _assemblies;
        return number < assemblies.Length && assemblies[number] is { } assembly
            ? assembly
            : throw new ProtocolException($"A message names the assembly {number}, which was not declared.");
    }

    private void Resolve(WorkerAssembly assembly)
    {
        assembly.Resolve();
        if (assembly is { Error: { } error, Failure: CallFailure.Startup })
        {
            _startupFailure ??= error;
        }
    }

    private void Dispatch(RemoteWorkerCall call)
    {
        if (!call.TryFindMethod())
        {
            return;
        }

        if (call.Method!.Kind == ProcessMethodKind.Asynchronous && call is not RemoteWorkerChunk)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static c => _ = c.RunAsync(), call, preferLocal: false);
        }
        else
        {
            bodies.Post(call);
        }
    }

    private void OnUseAssembly(ushort number, AssemblyDeclaration declaration)
    {
        var assembly = new WorkerAssembly(declaration, _startup);
        if (number >= _assemblies.Length)
        {
            // At most 65,536, and a parent numbers them as they come.
            Array.Resize(ref _assemblies, number + 4);
        }

        if (_assemblies[number] is not null)
        {
            throw new ProtocolException($"The assembly number {number} was declared twice.");
        }

        _assemblies[number] = assembly;

        bodies.Post(new BodyWork(() => Resolve(assembly)));
    }

    private void Pong(long id)
    {
        var link = new CallLink(carrier, id);
        if (_startupFailure is { } failure)
        {
            link.SendError(FrameType.Pong, 0, failure);
        }
        else
        {
            // The answer says that this worker is ready.
            WorkerWarmUp.Run();
            link.Send(FrameType.Pong);
        }
    }

    private void Interrupt()
    {
        foreach (RemoteWorkerCall call in Calls)
        {
            if (call.Method is { Kind: ProcessMethodKind.Asynchronous })
            {
                call.Cancellation.Cancel(null);
            }
        }

        // Which call is meant is decided here, in the order of the frames, and not when the thread pool comes to it.
        if (interruption?.Current is { } current)
        {
            _ = Task.Run(() => interruption.RequestAsync(current));
        }
    }

    private void CloseIfIdle()
    {
        bool isIdle;
        lock (_calls)
        {
            isIdle = _calls.Count == 0;
        }

        if (isIdle)
        {
            _closed.TrySetResult();
        }
    }

    private RemoteWorkerCall? Find(long id)
    {
        lock (_calls)
        {
            return _calls.GetValueOrDefault(id);
        }
    }
}
