using ProcGen.CompilerServices;
using ProcGen.Protocol;
using ProcGen.Transport;

namespace ProcGen.Calls;

/// <summary>
/// One launch of a call, from the moment its arguments are written to its one end. The executor decides when; this holds the arguments, the live
/// links and the future. Thread-safe.
/// </summary>
internal abstract partial class CallOperation : IThreadPoolWorkItem, IReplyWaiter
{
    private static long s_lastId;

    private CallContent _arguments;
    private CallLiveArguments? _live;

    /// <exception cref="ProcessSerializationException">An argument cannot be written.</exception>
    private protected CallOperation(ProcessInvocation invocation) => Begin(invocation);

    /// <summary>For what writes its arguments in its own way.</summary>
    private protected CallOperation() => TakeId();

    /// <summary>Writes the arguments of a call, on the calling thread.</summary>
    /// <exception cref="ProcessSerializationException">An argument cannot be written.</exception>
    public static CallOperation<TResult> Create<TResult>(ProcessCall<TResult> call) => new(call, call.TypedMethod);

    /// <inheritdoc cref="Create{TResult}(ProcessCall{TResult})"/>
    /// <remarks>A result, if there is one, is not read.</remarks>
    public static CallOperation Create(ProcessInvocation call) => new VoidCallOperation(call);

    /// <inheritdoc cref="Create{TResult}(ProcessCall{TResult})"/>
    public static StreamOperation<T> Create<T>(ProcessStream<T> stream) => new(stream, stream.TypedMethod);

    /// <inheritdoc cref="Create{T}(ProcessStream{T})"/>
    public static StreamOperation<T> Create<T>(ProcessStream<T> stream, TimeSpan? itemTimeout) => new(stream, stream.TypedMethod, itemTimeout);

    /// <summary>Unique in this process; the call's id on the wire.</summary>
    public long Id { get; private set; }

    public ProcessInvocation Invocation { get; private protected set; } = null!;

    /// <summary>The executor's own record of this launch, set before it is sent, so that events about the one find the other.</summary>
    public object? Owner { get; set; }

    /// <summary>The size of the written arguments in bytes.</summary>
    public virtual long ArgumentLength => _arguments.Length;

    /// <summary>The tokens among the arguments. While the call waits they cancel it; in a worker they cancel what the method makes of them.</summary>
    public IReadOnlyList<LiveToken> Tokens => _live?.Tokens ?? [];

    /// <summary>Whether the call can be sent again after an attempt that began: sequences are enumerated once.</summary>
    public bool IsRepeatable => _live is not { Sequences.Count: > 0 } && ResultSink is null;

    /// <summary>Whether its body can be interrupted, see <see cref="FrameFlags.Interruptible"/>. A pool kills instead.</summary>
    public bool IsInterruptible { get; set; } = true;

    /// <summary>Whether its beginning need not be told by a message, see <see cref="FrameFlags.QuietStart"/>.</summary>
    public bool IsStartQuiet { get; set; }

    /// <summary>Whether the thread that takes the reply may finish it, and so run what waits for it, where that thread can be relieved of it.</summary>
    public bool MayFinishInline { get; set; }

    /// <summary>The executor's token that cancelled the call in its worker, so that the cancelled future names it.</summary>
    public CancellationToken CancelledBy { get; set; }

    /// <summary>Whether a debugger was attached to the worker when the body began: then its timeout rests.</summary>
    public bool IsDebugged { get; set; }

    /// <summary>The future: a <see cref="Task{TResult}"/> where there is a result.</summary>
    public abstract Task Task { get; }

    /// <summary>Whether it has its end.</summary>
    public bool HasEnd => Volatile.Read(ref _state) == Ended;

    internal ref readonly CallContent Arguments => ref _arguments;

    /// <summary>What lives on the caller's side; null where nothing does.</summary>
    internal CallLiveArguments? Live => _live;

    /// <summary>Where the items of a result go; null for any other call.</summary>
    internal virtual StreamSink? ResultSink => null;

    /// <summary>Whether it is a <see cref="ChunkOperation"/>, which has several calls.</summary>
    internal virtual bool IsChunk => false;

    private protected string MethodName => Invocation.Method.DisplayName;

    /// <summary>The body began.</summary>
    internal virtual void OnStarted()
    {
    }

    /// <summary>A report of the worker came in.</summary>
    internal void OnProgress(ushort ordinal, PayloadBuffer report, CallLink link)
    {
        if (_reports is null || !_live!.Progress.TryGetValue(ordinal, out IProgressTarget? target))
        {
            report.Return();
            return;
        }

        _reports.Post(target, report, link, ordinal);
    }

    /// <summary>The attempt's sources, so that an end that follows can wait for their enumerators.</summary>
    internal void WatchSources(Task ended) => _sourcesEnded = ended;

    /// <summary>Gives the next attempt other content.</summary>
    /// <param name="content">Held for this operation.</param>
    private protected void SetArguments(SharedPayload content)
    {
        _arguments.Shared?.Release();
        _arguments.Set(content);
    }

    /// <summary>Makes it known to workers by another id.</summary>
    private protected void TakeId() => Id = Interlocked.Increment(ref s_lastId);

    /// <summary>The end has come: the arguments are not sent again.</summary>
    private protected virtual void ReleaseArguments() => _arguments.Shared?.Release();

    /// <summary>Makes this the next launch.</summary>
    /// <exception cref="ProcessSerializationException">An argument cannot be written.</exception>
    private protected void Begin(ProcessInvocation invocation)
    {
        Invocation = invocation;
        _arguments.Set(CallArguments.Write(invocation));
        _live = CallLiveArguments.Of(invocation);
        if (_live?.Progress.Count > 0)
        {
            _reports = new ProgressQueue();
        }

        Id = Interlocked.Increment(ref s_lastId);
    }
}
