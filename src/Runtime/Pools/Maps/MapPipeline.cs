using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using ProcGen.Calls;
using ProcGen.CompilerServices;

namespace ProcGen.Pools;

/// <summary>How the calls of a map are launched one by one and their results read, whatever their result.</summary>
/// <typeparam name="TResult">The result's type.</typeparam>
/// <param name="Create">Makes the launch of one call.</param>
/// <param name="RunInline">Runs one in this process.</param>
/// <param name="GetResult">The result of a future that has succeeded.</param>
/// <param name="GetMethod">Reads results of chunks; null where they are not read.</param>
internal sealed record MapKind<TResult>(
    Func<ProcessCall, CallOperation> Create,
    Func<IProcessExecutor, ProcessCall, CancellationToken, Task> RunInline,
    Func<Task, TResult> GetResult,
    Func<ProcessCall, ProcessMethod<TResult>?> GetMethod);

/// <summary>
/// One enumeration of a map: pulls items, launches calls and reads results, all in the consumer's own calls of <see cref="LoadAsync"/>, so that the source, the
/// selector and the writing of arguments run where the consumer runs, and nothing is pulled that the window does not allow. Not thread-safe, but for what the pool tells it.
/// </summary>
internal sealed partial class MapPipeline<TSource, TResult> : IAsyncDisposable
{
    private readonly ProcessPool _pool;
    private readonly MapKind<TResult> _kind;
    private readonly MapOptions _options;
    private readonly CancellationToken _callerToken;
    private readonly CancellationTokenRegistration _cancellation;
    private readonly CancellationTokenSource _stop;
    private readonly MapSignal _signal = new();
    private readonly MapRun<TSource, TResult> _run = new();

    // In the order of the source, or those that have results.
    private readonly Queue<IMapUnit<TSource, TResult>>? _ordered;
    private readonly ConcurrentQueue<IMapUnit<TSource, TResult>>? _ready;
    private readonly HashSet<IMapUnit<TSource, TResult>> _live = [];
    private IMapUnit<TSource, TResult>? _current;
    private bool _isStopped;
    private long _taken;

    public MapPipeline(
        ProcessPool pool, IEnumerable<TSource>? source, IAsyncEnumerable<TSource>? asyncSource, Func<TSource, ProcessCall> selector, MapKind<TResult> kind, MapOptions options,
        (bool Ordered, bool KeepsItems) way, CancellationToken cancellationToken)
    {
        _pool = pool;
        _selector = selector;
        _kind = kind;
        _options = options;
        _callerToken = cancellationToken;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _workers = pool.Engine.TargetWorkers;
        PoolSettings settings = pool.Engine.Settings;
        _chunks = new ChunkSizer(options.ChunkSize, settings.Scheduler.MaxQueuedCalls);
        _singles = 2 * Math.Max(LeastSingles, settings.Scheduler.MaxConcurrentCallsPerWorker);
        if (way.Ordered)
        {
            _ordered = new();
        }
        else
        {
            _ready = new();
        }

        _builder = new ChunkBuilder<TSource>(selector, way.KeepsItems);
        _puller = asyncSource is null ? null : new AsyncPuller<TSource>(asyncSource.GetAsyncEnumerator(_stop.Token), _signal.Set);
        _source = (IEnumerator<TSource>?)_puller ?? source!.GetEnumerator();
        _cancellation = _stop.Token.UnsafeRegister(static map => ((MapPipeline<TSource, TResult>)map!).Stop(), this);
    }

    /// <summary>What <see cref="LoadAsync"/> loaded.</summary>
    public MapRun<TSource, TResult> Run => _run;

    /// <summary>Loads the next results, or the next error.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="OperationCanceledException">The map was cancelled.</exception>
    public async ValueTask<bool> LoadAsync()
    {
        _taken += _run.Count;
        _run.Clear();
        while (true)
        {
            _signal.Reset();
            _callerToken.ThrowIfCancellationRequested();
            Pull();
            if (TryLoad())
            {
                return true;
            }

            if (_pulled == _taken && _sourceEnded)
            {
                if (_sourceError is not null)
                {
                    // As the source threw it, with its own stack trace.
                    ExceptionDispatchInfo.Throw(_sourceError);
                }

                return false;
            }

            await _signal.WaitAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Cancels what is under way and gives the source up, once it is not in the middle of an item.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (IMapUnit<TSource, TResult> unit in Live)
        {
            unit.Abandon();
        }

        _unsubmitted?.Call?.Operation.TryCancel(_stop.Token);
        if (_puller is not null)
        {
            await _puller.DisposeAsync().ConfigureAwait(false);
        }

        _source.Dispose();
        _builder.Dispose();
        await _cancellation.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>A unit has results that were not there before. On any thread.</summary>
    public void OnChanged(IMapUnit<TSource, TResult> unit)
    {
        if (_ready is not null && !unit.SetReady(true))
        {
            _ready.Enqueue(unit);
        }

        _signal.Set();
    }

    /// <summary>A part of a chunk goes its own way. Under the pool's lock.</summary>
    public void OnSplit(MapChunk<TSource, TResult> part)
    {
        if (!Add(part))
        {
            // The chunk it was a part of is about to be cancelled, and this one has to be, too.
            ThreadPool.UnsafeQueueUserWorkItem(static state => state.part.Call!.Cancel(state.Token), (part, _stop.Token), preferLocal: false);
        }

        _signal.Set();
    }

    /// <returns>False if the map is over.</returns>
    private bool Add(IMapUnit<TSource, TResult> unit)
    {
        lock (_live)
        {
            _live.Add(unit);
            return !_isStopped;
        }
    }

    private IMapUnit<TSource, TResult>[] Live
    {
        get
        {
            lock (_live)
            {
                return [.. _live];
            }
        }
    }

    private void Remove(IMapUnit<TSource, TResult> unit)
    {
        lock (_live)
        {
            _live.Remove(unit);
        }
    }

    /// <summary>The map is over: nobody wants what is under way.</summary>
    private void Stop()
    {
        lock (_live)
        {
            _isStopped = true;
        }

        foreach (IMapUnit<TSource, TResult> unit in Live)
        {
            unit.Call?.Cancel(_stop.Token);
        }

        _signal.Set();
    }

    private bool TryLoad() => _ordered is null ? TryLoadReady() : TryLoadNext();

    private bool TryLoadNext()
    {
        while ((_current ??= _ordered!.TryDequeue(out IMapUnit<TSource, TResult>? next) ? next : null) is { } unit)
        {
            if (unit.TryLoad(_run))
            {
                return true;
            }

            if (!unit.IsDone)
            {
                return false;
            }

            Remove(unit);
            _current = unit.Follower;
        }

        return false;
    }

    private bool TryLoadReady()
    {
        while (true)
        {
            if (_current is { } unit)
            {
                if (unit.TryLoad(_run))
                {
                    return true;
                }

                if (unit.IsDone)
                {
                    Remove(unit);
                }
            }

            if (!_ready!.TryDequeue(out _current))
            {
                return false;
            }

            _current.SetReady(false);
        }
    }
}
