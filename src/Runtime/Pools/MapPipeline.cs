using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using ProcGen.Calls;
using ProcGen.Scheduling;

namespace ProcGen.Pools;

/// <summary>How the calls of a map are launched and their results read, whatever their result.</summary>
/// <typeparam name="TResult">The result's type.</typeparam>
internal sealed record MapKind<TResult>(
    Func<ProcessCall, CallOperation> Create, Func<IProcessExecutor, ProcessCall, CancellationToken, Task> RunInline, Func<Task, TResult> GetResult);

/// <summary>
/// One enumeration of a map: pulls items, launches calls and hands out results, all in the consumer's own calls of <see cref="NextAsync"/>, so that the source, the
/// selector and the writing of arguments run where the consumer runs, and nothing is pulled that the window does not allow. Not thread-safe.
/// </summary>
internal sealed class MapPipeline<TSource, TResult> : IAsyncDisposable
{
    private readonly ProcessPool _pool;
    private readonly Func<TSource, ProcessCall> _selector;
    private readonly MapKind<TResult> _kind;
    private readonly MapOptions _options;
    private readonly CancellationToken _callerToken;
    private readonly CancellationTokenSource _stop;
    private readonly IAsyncEnumerator<TSource> _source;
    private readonly ChunkSizer _chunks;
    private readonly int _workers;

    private readonly MapSlots<TSource> _slots;

    // Items whose calls were made and not yet accepted by the pool.
    private readonly List<MapSlot<TSource>> _pending = [];
    private Task<bool>? _pull;
    private bool _sourceEnded;
    private Exception? _sourceError;
    private bool _isRefused;
    private long _pulled;
    private long _taken;

    public MapPipeline(
        ProcessPool pool, IAsyncEnumerable<TSource> source, Func<TSource, ProcessCall> selector, MapKind<TResult> kind, MapOptions options, bool ordered, CancellationToken cancellationToken)
    {
        _pool = pool;
        _selector = selector;
        _kind = kind;
        _options = options;
        _callerToken = cancellationToken;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _workers = pool.Engine.TargetWorkers;
        _chunks = new ChunkSizer(options.ChunkSize, _workers);
        _slots = new MapSlots<TSource>(ordered);
        _source = source.GetAsyncEnumerator(_stop.Token);
    }

    private long UnderWay => _pulled - _taken;

    private long Window => (_options.BufferSize ?? (2L * _workers * _chunks.Current)) + _workers;

    /// <summary>The next result.</summary>
    /// <returns>Null at the end.</returns>
    /// <exception cref="OperationCanceledException">The map was cancelled.</exception>
    public async ValueTask<CallResult<TSource, TResult>?> NextAsync()
    {
        while (true)
        {
            _callerToken.ThrowIfCancellationRequested();
            Pull();
            Submit();
            if (_slots.TryTake(out MapSlot<TSource>? slot))
            {
                _taken++;
                _chunks.OnTaken();
                return ToResult(slot);
            }

            if (UnderWay == 0 && _sourceEnded)
            {
                if (_sourceError is not null)
                {
                    // As the source threw it, with its own stack trace.
                    ExceptionDispatchInfo.Throw(_sourceError);
                }

                return null;
            }

            await WaitAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Cancels what is under way and gives the source up, once it is not in the middle of an item.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (MapSlot<TSource> slot in _pending)
        {
            slot.Call?.Operation.TryCancel(_stop.Token);
        }

        _slots.Abandon();
        if (_pull is not null)
        {
            await ((Task)_pull).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _source.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>Pulls as many items as the window allows, chunk by chunk, as long as the source has them at hand.</summary>
    private void Pull()
    {
        if (_pull is { IsCompleted: true })
        {
            OnPulled(_pull.GetAwaiter());
            _pull = null;
        }

        while (_pull is null && !_sourceEnded && !_isRefused && UnderWay < Window)
        {
            if (_pending.Count >= _chunks.Current)
            {
                Submit();
                if (_pending.Count > 0 || (_slots.HasResult && UnderWay >= Window / 2))
                {
                    return;
                }
            }

            PullOne();
        }
    }

    private void PullOne()
    {
        ValueTask<bool> move;
        try
        {
            move = _source.MoveNextAsync();
            if (!move.IsCompleted)
            {
                _pull = move.AsTask();
                return;
            }

            OnMoved(move.Result);
        }
        catch (Exception error)
        {
            EndSource(error);
        }
    }

    private void OnPulled(TaskAwaiter<bool> pulled)
    {
        try
        {
            OnMoved(pulled.GetResult());
        }
        catch (Exception error)
        {
            EndSource(error);
        }
    }

    private void OnMoved(bool moved)
    {
        if (!moved || _isRefused)
        {
            _sourceEnded = true;
            return;
        }

        var slot = new MapSlot<TSource>(_pulled++, _source.Current);
        _slots.Add(slot);
        try
        {
            ProcessCall call = _selector(slot.Item) ?? throw new InvalidOperationException("The selector of a map returned null instead of a call.");
            Prepare(slot, call);
        }
        catch (Exception error)
        {
            // An item whose call cannot be made fails alone.
            slot.Error = error;
            _slots.OnFailed(slot);
        }
    }

    private void Prepare(MapSlot<TSource> slot, ProcessCall call)
    {
        if (_pool.Inline is { } inline)
        {
            slot.Task = _kind.RunInline(inline, call, _stop.Token);
            _slots.OnLaunched(slot);
            return;
        }

        CallOperation operation = _kind.Create(call);
        slot.Task = operation.Task;
        slot.Call = PoolCall.Create(operation, _pool.Engine, _options.Call);
        _pending.Add(slot);
    }

    private void EndSource(Exception error)
    {
        _sourceEnded = true;
        _sourceError = error;
    }

    /// <summary>Hands the pending calls to the pool, as far as its queue has room.</summary>
    private void Submit()
    {
        if (_pending.Count == 0)
        {
            return;
        }

        ScheduledCall[] calls = [.. _pending.Select(static s => s.Call!)];
        PoolCall.MakeChunk(calls);
        Admission admission = _pool.Engine.Submit(calls, out int accepted);
        foreach (MapSlot<TSource> slot in _pending[..accepted])
        {
            slot.Call!.CancelBy(_stop.Token);
            _slots.OnLaunched(slot);
        }

        _pending.RemoveRange(0, accepted);
        if (admission is Admission.Completing or Admission.Terminated)
        {
            Refuse(admission);
        }
    }

    /// <summary>The pool takes no more calls: what is under way comes to its end, and then the map fails.</summary>
    private void Refuse(Admission admission)
    {
        _isRefused = true;
        foreach (MapSlot<TSource> slot in _pending)
        {
            slot.Error = PoolErrors.Refused(slot.Call!, admission, _pool.Engine);
            slot.Call!.Operation.TryCancel(CancellationToken.None);
            _slots.OnFailed(slot);
        }

        EndSource(PoolErrors.Refused(_pending[0].Call!, admission, _pool.Engine));
        _pending.Clear();
    }

    /// <summary>Waits for whatever lets the map go on: a result, an item, room in the pool's queue.</summary>
    private async Task WaitAsync()
    {
        List<Task> reasons = [];
        if (_pull is not null)
        {
            reasons.Add(_pull);
        }

        if (_pending.Count > 0)
        {
            reasons.Add(_pool.Engine.WaitForRoomAsync(_pending[0].Call!.Size));
        }

        if (_slots.WhenReady() is { } ready)
        {
            reasons.Add(ready);
        }

        await Task.WhenAny(reasons).WaitAsync(_callerToken).ConfigureAwait(false);
    }

    private CallResult<TSource, TResult> ToResult(MapSlot<TSource> slot)
    {
        Exception? error = slot.Error ?? slot.Task!.Exception?.InnerException;
        if (error is null && slot.Task!.IsCanceled)
        {
            error = CancellationOf(slot.Task);
        }

        return new CallResult<TSource, TResult>(slot.Index, slot.Item, error is null ? _kind.GetResult(slot.Task!) : default, error);
    }

    private static Exception CancellationOf(Task task)
    {
        try
        {
            task.GetAwaiter().GetResult();
            throw new InvalidOperationException("The task is not cancelled.");
        }
        catch (OperationCanceledException cancellation)
        {
            return cancellation;
        }
    }
}
