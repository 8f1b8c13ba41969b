using ProcGen.Calls;

namespace ProcGen.Pools;

/// <summary>A sequence that a worker of a pool produces: each enumeration is a call of its own, launched at its first item and over with its disposal.</summary>
internal sealed class PoolStream<T>(ProcessPool pool, ProcessStream<T> stream, ProcessCallOptions? options, CancellationToken cancellationToken) : IAsyncEnumerable<T>
{
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken enumeratorToken = default)
    {
        if (!enumeratorToken.CanBeCanceled || enumeratorToken == cancellationToken)
        {
            return new Enumerator(pool, stream, options, cancellationToken, owned: null);
        }

        if (!cancellationToken.CanBeCanceled)
        {
            return new Enumerator(pool, stream, options, enumeratorToken, owned: null);
        }

        var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, enumeratorToken);
        return new Enumerator(pool, stream, options, either.Token, either);
    }

    private sealed class Enumerator(ProcessPool pool, ProcessStream<T> stream, ProcessCallOptions? options, CancellationToken cancellationToken, CancellationTokenSource? owned)
        : IAsyncEnumerator<T>
    {
        private StreamOperation<T>? _operation;
        private IAsyncEnumerator<T>? _items;
        private PoolCall? _call;
        private bool _disposed;

        public T Current => _items is null ? default! : _items.Current;

        public ValueTask<bool> MoveNextAsync()
        {
            if (_items is null)
            {
                try
                {
                    if (!TryLaunch())
                    {
                        return new(false);
                    }
                }
                catch (Exception e)
                {
                    return ValueTask.FromException<bool>(e);
                }
            }

            return _items!.MoveNextAsync();
        }

        public async ValueTask DisposeAsync()
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            if (_items is not null)
            {
                await _items.DisposeAsync().ConfigureAwait(false);

                // Whoever leaves early waits for the method's finally blocks, as with any enumerator; the kill grace bounds that.
                if (!_operation!.Task.IsCompleted)
                {
                    pool.Engine.Cancel(_call!);
                    await _operation.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }

            owned?.Dispose();
        }

        private bool TryLaunch()
        {
            if (_disposed)
            {
                return false;
            }

            cancellationToken.ThrowIfCancellationRequested();
            StreamOperation<T> operation = CallOperation.Create(stream, options?.ItemTimeout);
            _call = pool.Launch(operation, options, cancellationToken);
            _operation = operation;
            _items = operation.Items.GetAsyncEnumerator(CancellationToken.None);
            return true;
        }
    }
}
