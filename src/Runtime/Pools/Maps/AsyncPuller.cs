using System.Collections;

namespace ProcGen.Pools;

/// <summary>An asynchronous source as one that is pulled as long as it has items at hand: the end of that may be the end of the source, or <see cref="IsPending"/>. Not thread-safe.</summary>
/// <param name="source">The source.</param>
/// <param name="tell">Called on any thread when the item that was pending is there.</param>
internal sealed class AsyncPuller<T>(IAsyncEnumerator<T> source, Action tell) : IEnumerator<T>
{
    private Task<bool>? _pull;

    public T Current => source.Current;

    object? IEnumerator.Current => Current;

    /// <summary>Whether the next item is waited for.</summary>
    public bool IsPending => _pull is not null;

    public bool MoveNext()
    {
        if (_pull is { } pull)
        {
            if (!pull.IsCompleted)
            {
                return false;
            }

            _pull = null;
            return pull.GetAwaiter().GetResult();
        }

        ValueTask<bool> move = source.MoveNextAsync();
        if (move.IsCompleted)
        {
            return move.GetAwaiter().GetResult();
        }

        _pull = move.AsTask();
        _pull.GetAwaiter().UnsafeOnCompleted(tell);
        return false;
    }

    public void Reset() => throw new NotSupportedException();

    public void Dispose()
    {
    }

    /// <summary>Gives the source up, once it is not in the middle of an item.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_pull is not null)
        {
            await ((Task)_pull).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await source.DisposeAsync().ConfigureAwait(false);
    }
}
