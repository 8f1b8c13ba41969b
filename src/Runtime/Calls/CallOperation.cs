using ProcGen.CompilerServices;
using ProcGen.Protocol;
using ProcGen.Transport;

namespace ProcGen.Calls;

/// <summary>
/// One launch of a call, from the moment its arguments are written to its one end. The executor decides when; this holds the arguments, the live
/// links and the future. Thread-safe.
/// </summary>
internal abstract class CallOperation : IThreadPoolWorkItem, IReplyWaiter
{
    // Whether somebody blocks in Wait, and will finish the operation on its own thread, is part of the state.
    private const int Pending = 0;
    private const int Awaited = 1;
    private const int Ended = 2;

    /// <summary>How long an end waits for the disposal of the caller's enumerators: long enough to be seen after the call, short enough not to hang on one that blocks.</summary>
    private static readonly TimeSpan s_sourcesTimeout = TimeSpan.FromSeconds(1);

    private static long s_lastId;

    private readonly SharedPayload _arguments;
    private readonly CallLiveArguments _live = new();
    private readonly ProgressQueue? _reports;
    private int _state;
    private CallOutcome _outcome;
    private Exception? _failure;
    private CancellationToken _cancellation;
    private bool _cancelled;
    private ManualResetEventSlim? _signal;
    private Task _sourcesEnded = Task.CompletedTask;
    private IReplyPump? _repliesFrom;

    private protected CallOperation(ProcessInvocation invocation)
    {
        Invocation = invocation;
        Id = Interlocked.Increment(ref s_lastId);
        _arguments = CallArguments.Write(invocation);
        invocation.AddLiveArguments(_live);
        _reports = _live.Progress.Count > 0 ? new ProgressQueue() : null;
    }

    /// <summary>Writes the arguments of a call, on the calling thread.</summary>
    /// <exception cref="ProcessSerializationException">An argument cannot be written.</exception>
    public static CallOperation<TResult> Create<TResult>(ProcessCall<TResult> call) => new(call, call.TypedMethod);

    /// <inheritdoc cref="Create{TResult}(ProcessCall{TResult})"/>
    /// <remarks>A result, if there is one, is not read.</remarks>
    public static CallOperation Create(ProcessInvocation call) => new VoidCallOperation(call);

    /// <inheritdoc cref="Create{TResult}(ProcessCall{TResult})"/>
    public static StreamOperation<T> Create<T>(ProcessStream<T> stream) => new(stream, stream.TypedMethod);

    /// <summary>Unique in this process; the call's id on the wire.</summary>
    public long Id { get; }

    public ProcessInvocation Invocation { get; }

    /// <summary>The executor's own record of this launch, set before it is sent, so that events about the one find the other.</summary>
    public object? Owner { get; set; }

    /// <summary>The size of the written arguments in bytes.</summary>
    public long ArgumentLength => _arguments.Length;

    /// <summary>The tokens among the arguments. While the call waits they cancel it; in a worker they cancel what the method makes of them.</summary>
    public IReadOnlyList<LiveToken> Tokens => _live.Tokens;

    /// <summary>Whether the call can be sent again after an attempt that began: sequences are enumerated once.</summary>
    public bool IsRepeatable => _live.Sequences.Count == 0 && ResultSink is null;

    /// <summary>The executor's token that cancelled the call in its worker, so that the cancelled future names it.</summary>
    public CancellationToken CancelledBy { get; set; }

    /// <summary>Whether a debugger was attached to the worker when the body began: then its timeout rests.</summary>
    public bool IsDebugged { get; set; }

    /// <summary>The future: a <see cref="Task{TResult}"/> where there is a result.</summary>
    public abstract Task Task { get; }

    /// <summary>Where its replies can be taken by the thread blocked in Wait; null where only others take them.</summary>
    internal IReplyPump? RepliesFrom
    {
        set => Volatile.Write(ref _repliesFrom, value);
    }

    bool IReplyWaiter.IsWaiting => Volatile.Read(ref _state) != Ended;

    internal SharedPayload Arguments => _arguments;

    internal CallLiveArguments Live => _live;

    /// <summary>Where the items of a result go; null for any other call.</summary>
    internal virtual StreamSink? ResultSink => null;

    private protected string MethodName => Invocation.Method.DisplayName;

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

    /// <summary>Blocks until the end and finishes the operation on this thread; its future is complete afterwards. For one thread.</summary>
    public void Wait()
    {
        // Reports have to be handled before the end, and they are handled on the thread pool.
        var signal = new ManualResetEventSlim(false, spinCount: 50);
        _signal = signal;
        if (_reports is not null || Interlocked.CompareExchange(ref _state, Awaited, Pending) != Pending)
        {
            WaitForFuture();
            return;
        }

        try
        {
            // The shortest way: the reply is read by the thread that wants it. Also what else came with it, none of which runs the user's code.
            Volatile.Read(ref _repliesFrom)?.PumpFor(this);
            signal.Wait();
        }
        catch
        {
            // Interrupted. Somebody else has to finish it.
            if (Interlocked.CompareExchange(ref _state, Pending, Awaited) != Awaited)
            {
                signal.Wait(Timeout.InfiniteTimeSpan, CancellationToken.None);
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }

            throw;
        }

        ((IThreadPoolWorkItem)this).Execute();
        WaitForFuture();
    }

    /// <summary>A report of the worker came in.</summary>
    internal void OnProgress(ushort ordinal, PayloadBuffer report, CallLink link)
    {
        if (_reports is null || !_live.Progress.TryGetValue(ordinal, out IProgressTarget? target))
        {
            report.Return();
            return;
        }

        _reports.Post(target, report, link, ordinal);
    }

    /// <summary>The attempt's sources, so that an end that follows can wait for their enumerators.</summary>
    internal void WatchSources(Task ended) => _sourcesEnded = ended;

    void IThreadPoolWorkItem.Execute()
    {
        _arguments.Release();

        // An end of this side's own making (a timeout, a death) does not wait for the user's code; what the worker said comes after its reports.
        Task reports = _reports?.CompleteAsync() ?? Task.CompletedTask;
        Task before = _failure is null && !_cancelled ? reports : Task.CompletedTask;
        if (before.IsCompleted && _sourcesEnded.IsCompleted)
        {
            SetEnd();
        }
        else
        {
            _ = FinishAfterAsync(before);
        }
    }

    /// <summary>Reads the result and completes the future with it. Exceptions are caught by the caller.</summary>
    private protected abstract void SetResult(PayloadBuffer result);

    private protected abstract void SetException(Exception error);

    private protected abstract void SetCanceled(CancellationToken cancellationToken);

    private void WaitForFuture() => ((Task)Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();

    private async Task FinishAfterAsync(Task before)
    {
        await _sourcesEnded.WaitAsync(s_sourcesTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
                SetCanceled(CancelledBy.IsCancellationRequested ? CancelledBy : _live.FirstCancelled());
            }
            else if (_outcome.Error is not null)
            {
                SetException(_outcome.TakeError(MethodName));
            }
            else if ((_reports?.Failure ?? _sourcesEnded.Exception?.InnerException) is { } failure)
            {
                _outcome.Free();
                SetException(failure);
            }
            else
            {
                SetResult(_outcome.Result!);
            }
        }
        catch (Exception e)
        {
            SetException(e);
        }
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
            _signal!.Set();
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}
