using System.Runtime.ExceptionServices;

namespace ProcGen.Pools;

/// <summary>The values of a map: each enumeration runs it once more, and ends with the first error.</summary>
/// <param name="start">Begins an enumeration.</param>
/// <param name="cancellationToken">Cancels each of them.</param>
internal sealed class MapValues<TSource, TResult>(Func<CancellationToken, MapPipeline<TSource, TResult>> start, CancellationToken cancellationToken) : IAsyncEnumerable<TResult>
{
    public IAsyncEnumerator<TResult> GetAsyncEnumerator(CancellationToken token = default) => new Enumerator(start, cancellationToken, token);

    private sealed class Enumerator(Func<CancellationToken, MapPipeline<TSource, TResult>> start, CancellationToken first, CancellationToken second)
        : MapEnumeration<TSource, TResult>(start, first, second), IAsyncEnumerator<TResult>
    {
        public TResult Current { get; private set; } = default!;

        public ValueTask<bool> MoveNextAsync()
        {
            if (!TryMove())
            {
                return MoveFurtherAsync();
            }

            // One with an error has no second position.
            Current = Run.Values[Position];
            return new ValueTask<bool>(true);
        }

        private async ValueTask<bool> MoveFurtherAsync()
        {
            if (!await LoadAsync().ConfigureAwait(false))
            {
                return false;
            }

            if (Run.Error is not null)
            {
                ExceptionDispatchInfo.Throw(Run.Error);
            }

            Current = Run.Values[0];
            return true;
        }
    }
}

/// <summary>The results of a map, with values or errors: each enumeration runs it once more.</summary>
/// <param name="start">Begins an enumeration.</param>
/// <param name="cancellationToken">Cancels each of them.</param>
internal sealed class MapResults<TSource, TResult>(Func<CancellationToken, MapPipeline<TSource, TResult>> start, CancellationToken cancellationToken)
    : IAsyncEnumerable<CallResult<TSource, TResult>>
{
    public IAsyncEnumerator<CallResult<TSource, TResult>> GetAsyncEnumerator(CancellationToken token = default) => new Enumerator(start, cancellationToken, token);

    private sealed class Enumerator(Func<CancellationToken, MapPipeline<TSource, TResult>> start, CancellationToken first, CancellationToken second)
        : MapEnumeration<TSource, TResult>(start, first, second), IAsyncEnumerator<CallResult<TSource, TResult>>
    {
        public CallResult<TSource, TResult> Current { get; private set; } = null!;

        public ValueTask<bool> MoveNextAsync()
        {
            if (!TryMove())
            {
                return MoveFurtherAsync();
            }

            Current = Run.ToResult(Position);
            return new ValueTask<bool>(true);
        }

        private async ValueTask<bool> MoveFurtherAsync()
        {
            if (!await LoadAsync().ConfigureAwait(false))
            {
                return false;
            }

            Current = Run.ToResult(0);
            return true;
        }
    }
}

/// <summary>What enumerations of a map have in common: no step through results that are there takes more than an index. Not thread-safe.</summary>
internal abstract class MapEnumeration<TSource, TResult>
{
    private readonly Func<CancellationToken, MapPipeline<TSource, TResult>> _start;
    private readonly CancellationTokenSource? _linked;
    private readonly CancellationToken _token;
    private MapPipeline<TSource, TResult>? _map;
    private int _count;

    protected MapEnumeration(Func<CancellationToken, MapPipeline<TSource, TResult>> start, CancellationToken first, CancellationToken second)
    {
        _start = start;
        if (first.CanBeCanceled && second.CanBeCanceled && first != second)
        {
            _linked = CancellationTokenSource.CreateLinkedTokenSource(first, second);
            _token = _linked.Token;
        }
        else
        {
            _token = first.CanBeCanceled ? first : second;
        }
    }

    protected MapRun<TSource, TResult> Run { get; private set; } = null!;

    protected int Position { get; private set; }

    public async ValueTask DisposeAsync()
    {
        _count = 0;
        if (_map is { } map)
        {
            _map = null;
            await map.DisposeAsync().ConfigureAwait(false);
        }

        _linked?.Dispose();
    }

    protected bool TryMove()
    {
        int next = Position + 1;
        if (next >= _count)
        {
            return false;
        }

        Position = next;
        return true;
    }

    protected async ValueTask<bool> LoadAsync()
    {
        _count = 0;
        _map ??= _start(_token);
        Run = _map.Run;
        if (!await _map.LoadAsync().ConfigureAwait(false))
        {
            return false;
        }

        Position = 0;
        _count = Run.Count;
        return true;
    }
}
