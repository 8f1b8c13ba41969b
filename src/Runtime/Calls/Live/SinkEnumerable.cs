using System.Collections;
using ProcGen.CompilerServices;

namespace ProcGen.Calls;

/// <summary>The items of a sink, read one by one as they are enumerated. Can be enumerated once, like what it stands for: a stream.</summary>
/// <param name="sink">Where the items arrive.</param>
/// <param name="read">Reads an item.</param>
/// <param name="name">The sequence, for errors.</param>
/// <param name="limit">How long the producer may take for an item where it is awaited.</param>
/// <param name="cancellationToken">Ends the enumeration.</param>
internal sealed class SinkEnumerable<T>(StreamSink sink, PayloadRead<T> read, string name, TimeSpan limit, CancellationToken cancellationToken) : IEnumerable<T>, IAsyncEnumerable<T>
{
    private readonly StreamSink _sink = sink;
    private readonly PayloadRead<T> _read = read;
    private readonly string _name = name;
    private readonly TimeSpan _limit = limit;
    private int _enumerated;

    public IEnumerator<T> GetEnumerator()
    {
        Begin();
        return new Enumerator(this, cancellationToken, null);
    }

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken enumeratorToken = default)
    {
        Begin();
        if (!enumeratorToken.CanBeCanceled || enumeratorToken == cancellationToken)
        {
            return new Enumerator(this, cancellationToken, null);
        }

        var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, enumeratorToken);
        return new Enumerator(this, either.Token, either);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Begin()
    {
        if (Interlocked.Exchange(ref _enumerated, 1) != 0)
        {
            throw new InvalidOperationException(
                $"{_name} comes from another process and can be enumerated only once. Copy the items (ToList, ToArray) to go over them again.");
        }

        _sink.Open();
    }

    private sealed class Enumerator(SinkEnumerable<T> items, CancellationToken cancellationToken, CancellationTokenSource? owned) : IEnumerator<T>, IAsyncEnumerator<T>
    {
        private readonly StreamSink _sink = items._sink;
        private readonly ItemReader<T> _reader = new(items._read, items._name);
        private int _unreported;
        private bool _disposed;

        public T Current { get; private set; } = default!;

        object? IEnumerator.Current => Current;

        public bool MoveNext()
        {
            if (_reader.Left == 0 && !TryBegin(_disposed ? null : _sink.Take(cancellationToken)))
            {
                return false;
            }

            Advance();
            return true;
        }

        public ValueTask<bool> MoveNextAsync()
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return ValueTask.FromCanceled<bool>(cancellationToken);
            }

            try
            {
                if (_reader.Left == 0)
                {
                    ItemFrame? frame = null;
                    if (!_disposed && !_sink.TryTakeNow(out frame))
                    {
                        return WaitAsync();
                    }

                    if (!TryBegin(frame))
                    {
                        return new(false);
                    }
                }

                Advance();
                return new(true);
            }
            catch (Exception e)
            {
                return ValueTask.FromException<bool>(e);
            }
        }

        public void Reset() => throw new NotSupportedException("A stream cannot be begun again.");

        public void Dispose()
        {
            if (!_disposed)
            {
                _disposed = true;
                _reader.Dispose();
                _sink.Dispose();
                owned?.Dispose();
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        private async ValueTask<bool> WaitAsync()
        {
            ItemFrame? frame;
            try
            {
                frame = await _sink.TakeAsync(items._limit, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException) when (items._limit != Timeout.InfiniteTimeSpan && !_sink.HasEnded)
            {
                throw new TimeoutException($"The next item of {items._name} took longer than {items._limit.TotalMilliseconds:0} ms.");
            }

            if (!TryBegin(frame))
            {
                return false;
            }

            Advance();
            return true;
        }

        private bool TryBegin(ItemFrame? frame)
        {
            if (frame is not { } items)
            {
                return false;
            }

            _reader.Begin(items);
            return true;
        }

        private void Advance()
        {
            Current = _reader.Next();
            _unreported++;
            if (_reader.Left == 0 || _unreported >= _sink.ReportStep)
            {
                _sink.OnTaken(_unreported);
                _unreported = 0;
            }
        }
    }
}
