using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Scheduling;

namespace ProcGen.Pools;

// From the source to the pool.
internal sealed partial class MapPipeline<TSource, TResult>
{
    // So many calls of their own a worker has at least, so that it need not wait for the next one.
    private const int LeastSingles = 8;

    private readonly Func<TSource, ProcessCall> _selector;
    private readonly ChunkSizer _chunks;
    private readonly ChunkBuilder<TSource> _builder;
    private readonly IEnumerator<TSource> _source;
    private readonly AsyncPuller<TSource>? _puller;
    private readonly int _workers;
    private readonly int _singles;
    private IMapUnit<TSource, TResult>? _unsubmitted;
    private int _unsubmittedCount;
    private ChunkStop<TSource> _left;
    private bool _hasLeft;
    private bool _areSingles;
    private bool _sourceEnded;
    private Exception? _sourceError;
    private bool _isRefused;
    private long _pulled;

    private long Window => (_options.BufferSize ?? (2L * _workers * (_areSingles ? _singles : _chunks.Current))) + _workers;

    /// <summary>How long some calls took where they ran.</summary>
    public void OnElapsed(PayloadBuffer ends, int count)
    {
        ReadOnlySpan<byte> first = ends.TryGetSingleSpan(out ReadOnlySpan<byte> all) ? all : ends.AsSequence().FirstSpan;
        _chunks.OnEnded(ItemBlocks.ReadElapsed(first), count);
    }

    /// <summary>Pulls as many items as the window allows, chunk by chunk, as long as the source has them at hand and the pool has room.</summary>
    private void Pull()
    {
        while (TrySubmitLeft() && (!_sourceEnded || _hasLeft) && !_isRefused)
        {
            // Where the caller said how far ahead to go, all workers have a part in it.
            long window = Window;
            int most = (int)Math.Clamp(_options.BufferSize is null || _options.ChunkSize is not null ? window : window / (2 * _workers), 1, _chunks.Current);
            long room = window - (_pulled - (_hasLeft ? 1 : 0) - _taken);
            if (room < (_areSingles ? 1 : most) || !TryPullOne((int)Math.Min(most, room)))
            {
                return;
            }
        }
    }

    /// <summary>Makes the next unit.</summary>
    /// <returns>False if the source has nothing at hand.</returns>
    private bool TryPullOne(int most)
    {
        ChunkStop<TSource> next = TakeLeft();
        if (next.End == ChunkEnd.OtherCall && Accepts(next.Call!))
        {
            _areSingles = false;
            PullChunk(next.Item!, next.Call!, most);
            return true;
        }

        switch (next.End)
        {
            case ChunkEnd.SourceEnded:
                _sourceEnded = _puller?.IsPending != true;
                return false;
            case ChunkEnd.SourceFailed:
                EndSource(next.Error!);
                return false;
            case ChunkEnd.ItemFailed:
                var failed = new MapItem<TSource, TResult>(_pulled - 1, next.Item!, _kind.GetResult);
                failed.Fail(next.Error!);
                AddUnit(failed);
                OnChanged(failed);
                return true;
            default:
                _areSingles = true;
                LaunchOne(next.Item!, next.Call!);
                return true;
        }
    }

    /// <summary>The item that was pulled and not sent, or the next one of the source.</summary>
    private ChunkStop<TSource> TakeLeft()
    {
        if (_hasLeft)
        {
            _hasLeft = false;
            return _left;
        }

        TSource? item = default;
        try
        {
            if (!_source.MoveNext())
            {
                return new(ChunkEnd.SourceEnded);
            }

            item = _source.Current;
        }
        catch (Exception e)
        {
            return new(ChunkEnd.SourceFailed, Error: e);
        }

        _pulled++;
        try
        {
            return new(ChunkEnd.OtherCall, item, _selector(item) ?? throw new InvalidOperationException(ChunkBuilder<TSource>.NullCall));
        }
        catch (Exception e)
        {
            return new(ChunkEnd.ItemFailed, item, Error: e);
        }
    }

    /// <summary>Whether a call can share a frame with others: nothing of it lives on this side, and nobody looks at its worker's memory.</summary>
    private bool Accepts(ProcessCall call)
    {
        ProcessMethod method = call.Method;
        PoolSettings settings = _pool.Engine.Settings;
        return _pool.Inline is null && method is { Kind: ProcessMethodKind.Synchronous, MemoryLimitMegabytes: 0 }
            && settings is { MemoryLimit: null, SamplesMemoryBetweenCalls: false } && CallLiveArguments.Of(call) is null;
    }

    private void PullChunk(TSource item, ProcessCall call, int most)
    {
        long index = _pulled - 1;
        try
        {
            _builder.Begin(item, call);
        }
        catch (ProcessSerializationException e)
        {
            Leave(new(ChunkEnd.ItemFailed, item, Error: e));
            return;
        }

        ChunkStop<TSource> stop = _builder.Add(_source, most);
        _pulled += _builder.Count - 1;
        var chunk = new MapChunk<TSource, TResult>(this, call, _kind.GetMethod(call), _builder.Build(FlagsOf(call.Method)), 0, _builder.Count, _builder.Items, index);
        PoolCall.Create(chunk, _pool.Engine, _options.Call);
        AddUnit(chunk);
        _unsubmitted = chunk;
        _unsubmittedCount = chunk.Count;
        switch (stop.End)
        {
            case ChunkEnd.OtherCall or ChunkEnd.ItemFailed:
                _pulled++;
                Leave(stop);
                break;
            case ChunkEnd.SourceFailed:
                Leave(stop);
                break;
            case ChunkEnd.SourceEnded:
                _sourceEnded = _puller?.IsPending != true;
                break;
        }
    }

    private ChunkFlags FlagsOf(ProcessMethod method) =>
        (_chunks.IsDivisible ? ChunkFlags.Divisible : ChunkFlags.None)
        | (PoolCall.TimeoutOf(method, _pool.Engine.Settings, _options.Call) == Deadline.Never ? ChunkFlags.None : ChunkFlags.Timed);

    private void Leave(in ChunkStop<TSource> stop)
    {
        _left = stop;
        _hasLeft = true;
    }

    private void LaunchOne(TSource item, ProcessCall call)
    {
        var unit = new MapItem<TSource, TResult>(_pulled - 1, item, _kind.GetResult);
        AddUnit(unit);
        try
        {
            if (_pool.Inline is { } inline)
            {
                unit.Launch(_kind.RunInline(inline, call, _stop.Token), OnChanged);
                return;
            }

            CallOperation operation = _kind.Create(call);
            unit.Call = PoolCall.Create(operation, _pool.Engine, _options.Call);
            unit.Launch(operation.Task, OnChanged);
            _unsubmitted = unit;
            _unsubmittedCount = 1;
        }
        catch (Exception error)
        {
            // An item whose call cannot be made fails alone.
            unit.Fail(error);
            OnChanged(unit);
        }
    }

    private void AddUnit(IMapUnit<TSource, TResult> unit)
    {
        Add(unit);
        _ordered?.Enqueue(unit);
    }

    private void EndSource(Exception error)
    {
        _sourceEnded = true;
        _sourceError = error;
    }

    /// <summary>Hands the unit that waits to the pool.</summary>
    /// <returns>False if its queue has no room.</returns>
    private bool TrySubmitLeft()
    {
        if (_unsubmitted is not { } unit)
        {
            return true;
        }

        PoolCall call = unit.Call!;
        Admission admission = _pool.Engine.Submit(call);
        if (admission == Admission.QueueFull)
        {
            Task room = _pool.Engine.WaitForRoomAsync(call.Size, _unsubmittedCount);
            room.GetAwaiter().UnsafeOnCompleted(_signal.Set);
            return false;
        }

        _unsubmitted = null;
        if (admission == Admission.Accepted)
        {
            if (call.Operation.Tokens.Count > 0)
            {
                call.CancelBy(CancellationToken.None);
            }

            bool isStopped;
            lock (_live)
            {
                isStopped = _isStopped;
            }

            if (isStopped)
            {
                call.Cancel(_stop.Token);
            }
        }
        else
        {
            // The pool takes no more calls: what is under way comes to its end, and then the map fails.
            _isRefused = true;
            _hasLeft = false;
            unit.Refuse(() => PoolErrors.Refused(call, admission, _pool.Engine));
            OnChanged(unit);
            EndSource(PoolErrors.Refused(call, admission, _pool.Engine));
        }

        return true;
    }
}
