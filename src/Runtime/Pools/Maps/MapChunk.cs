using ProcGen.Calls;
using ProcGen.CompilerServices;

namespace ProcGen.Pools;

/// <summary>A chunk of a map: brought its ends by the pool, on any thread, and read by the one that takes the results.</summary>
internal sealed class MapChunk<TSource, TResult> : ChunkOperation, IMapUnit<TSource, TResult>
{
    private readonly MapPipeline<TSource, TResult> _map;
    private readonly ProcessMethod<TResult>? _method;
    private readonly IReadOnlyList<TSource>? _sources;
    private readonly long _index;
    private readonly int _firstSource;
    private ItemReader<TResult>? _reader;
    private Exception? _error;
    private MapChunk<TSource, TResult>? _follower;
    private int _isReady;
    private int _next;

    /// <param name="map">Whose it is.</param>
    /// <param name="first">The first call.</param>
    /// <param name="method">Reads the results; null where they are not read.</param>
    /// <param name="arguments">The arguments of this and other chunks.</param>
    /// <param name="origin">The first call of this one among them.</param>
    /// <param name="count">How many calls it has.</param>
    /// <param name="sources">The items that the arguments are of; null where nobody wants them.</param>
    /// <param name="index">The place in the source of its first item.</param>
    public MapChunk(
        MapPipeline<TSource, TResult> map, ProcessInvocation first, ProcessMethod<TResult>? method, ChunkArguments arguments, int origin, int count, IReadOnlyList<TSource>? sources, long index)
        : base(first, arguments, origin, count)
    {
        _map = map;
        _method = method;
        _sources = sources;
        _firstSource = origin;
        _index = index;
    }

    /// <inheritdoc/>
    public PoolCall? Call => (PoolCall?)Owner;

    /// <inheritdoc/>
    public bool IsDone => _next == Count;

    /// <inheritdoc/>
    public IMapUnit<TSource, TResult>? Follower
    {
        get
        {
            lock (Gate)
            {
                return _follower;
            }
        }
    }

    /// <inheritdoc/>
    public bool SetReady(bool isReady) => Interlocked.Exchange(ref _isReady, isReady ? 1 : 0) != 0;

    /// <inheritdoc/>
    public override ChunkOperation SplitOff(int count)
    {
        int origin = Shorten(count);
        var part = new MapChunk<TSource, TResult>(_map, Invocation, _method, Items, origin, count, _sources, _index + Count);
        lock (Gate)
        {
            part._follower = _follower;
            _follower = part;
        }

        _map.OnSplit(part);
        return part;
    }

    /// <inheritdoc/>
    public bool TryLoad(MapRun<TSource, TResult> run)
    {
        while (_next < Count)
        {
            int failed = FindError(_next);
            if (failed == _next)
            {
                _error = null;
                _reader = _reader?.Skip(_next + 1);
                Load(run, 1, GetError(failed));
                return true;
            }

            if (_error is not null)
            {
                Load(run, 1, _error);
                _error = null;
                return true;
            }

            if (_reader is not null)
            {
                int count = _reader.Read(run.Values.AsSpan(0, Math.Min(run.Values.Length, failed - _next)), out _error);
                _reader = _reader.IsAtEnd ? Close(_reader) : _reader;
                if (count > 0)
                {
                    Load(run, count, null);
                    return true;
                }
            }
            else if (TryTakePart(out Part part))
            {
                // Those in front may have had another end.
                _reader = new ItemReader<TResult>(_method, MethodName, part.First, part.Count, part.Content, part.Worker).Skip(_next);
                _map.OnElapsed(part.Content, part.Count);
            }
            else if (IsDrained)
            {
                Load(run, 1, TakeRestError());
                return true;
            }
            else
            {
                return false;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Refuse(Func<Exception> error)
    {
        NextError = error;
        TryFail(error());
    }

    private protected override void OnChanged() => _map.OnChanged(this);

    private void Load(MapRun<TSource, TResult> run, int count, Exception? error)
    {
        run.Index = _index + _next;
        run.Items = _sources;
        run.FirstItem = _firstSource + _next;
        run.Count = count;
        run.Error = error;
        _next += count;
    }

    private static ItemReader<TResult>? Close(ItemReader<TResult> reader)
    {
        reader.Free();
        return null;
    }
}
