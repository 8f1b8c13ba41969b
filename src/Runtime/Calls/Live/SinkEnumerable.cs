using System.Collections;
using ProcGen.CompilerServices;

namespace ProcGen.Calls;

/// <summary>The items of a sink, read one by one as they are enumerated. Can be enumerated once, like what it stands for: a stream.</summary>
internal sealed class SinkEnumerable<T>(StreamSink sink, PayloadRead<T> read, string name, CancellationToken cancellationToken) : IEnumerable<T>, IAsyncEnumerable<T>
{
    private int _enumerated;

    public IEnumerator<T> GetEnumerator() => new Enumerator(Begin(), read, name, cancellationToken, null);

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken enumeratorToken = default)
    {
        Begin();
        if (!enumeratorToken.CanBeCanceled || enumeratorToken == cancellationToken)
        {
            return new Enumerator(sink, read, name, cancellationToken, null);
        }

        var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, enumeratorToken);
        return new Enumerator(sink, read, name, either.Token, either);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private StreamSink Begin()
    {
        if (Interlocked.Exchange(ref _enumerated, 1) != 0)
        {
            throw new InvalidOperationException(
                $"{name} comes from another process and can be enumerated only once. Copy the items (ToList, ToArray) to go over them again.");
        }

        sink.Open();
        return sink;
    }

    private sealed class Enumerator(StreamSink sink, PayloadRead<T> read, string name, CancellationToken cancellationToken, CancellationTokenSource? owned)
        : IEnumerator<T>, IAsyncEnumerator<T>
    {
        private bool _disposed;

        public T Current { get; private set; } = default!;

        object? IEnumerator.Current => Current;

        public bool MoveNext()
        {
            if (_disposed || !sink.TryTake(out PayloadBuffer? item, cancellationToken))
            {
                return false;
            }

            Current = PayloadIO.Read(item, read, name);
            return true;
        }

        public async ValueTask<bool> MoveNextAsync()
        {
            if (_disposed || await sink.TakeAsync(cancellationToken).ConfigureAwait(false) is not { } item)
            {
                return false;
            }

            Current = PayloadIO.Read(item, read, name);
            return true;
        }

        public void Reset() => throw new NotSupportedException("A stream cannot be begun again.");

        public void Dispose()
        {
            if (!_disposed)
            {
                _disposed = true;
                sink.Dispose();
                owned?.Dispose();
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
