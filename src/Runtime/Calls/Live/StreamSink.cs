using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Calls;

/// <summary>
/// The consuming end of a sequence: keeps the items that arrived, grants credit as they are taken, and tells the producer when it is left. The worker's
/// side uses it for sequence arguments, the caller's for results. Thread-safe; there is one consumer.
/// </summary>
/// <param name="ordinal">The sequence's ordinal.</param>
/// <param name="producerId">The process that produces, for its errors.</param>
internal sealed class StreamSink(ushort ordinal, int producerId) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<PayloadBuffer> _items = new();
    private readonly SemaphoreSlim _changed = new(0);
    private CallLink? _link;
    private int _granted;
    private bool _opened;
    private bool _ended;
    private bool _left;
    private Exception? _error;
    private PayloadBuffer? _encodedError;

    /// <summary>Says where the producer is. Credit flows from now on.</summary>
    public void Attach(CallLink link)
    {
        lock (_gate)
        {
            _link = link;
        }

        Grant();
    }

    /// <summary>The consumer begins to enumerate.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _opened = true;
        }

        Grant();
    }

    /// <summary>An item arrived.</summary>
    /// <exception cref="ProtocolException">It was not asked for.</exception>
    public void OnItem(PayloadBuffer item)
    {
        lock (_gate)
        {
            if (_granted == 0)
            {
                item.Return();
                throw new ProtocolException("An item of a sequence came without credit.");
            }

            _granted--;
            if (_left || _ended)
            {
                item.Return();
                return;
            }

            _items.Enqueue(item);
        }

        _changed.Release();
    }

    /// <summary>No item follows; what arrived can still be taken, and then the error is thrown.</summary>
    /// <param name="error">The error, or null.</param>
    /// <param name="encodedError">An error of the other side, rebuilt by the consumer because its constructor may be the user's code.</param>
    public void End(Exception? error, PayloadBuffer? encodedError = null)
    {
        lock (_gate)
        {
            if (_ended)
            {
                encodedError?.Return();
                return;
            }

            _ended = true;
            _error = error;
            _encodedError = encodedError;
        }

        _changed.Release();
    }

    /// <summary>Takes the next item, waiting for it on the calling thread.</summary>
    /// <returns>False at the end.</returns>
    public bool TryTake([NotNullWhen(true)] out PayloadBuffer? item, CancellationToken cancellationToken)
    {
        _changed.Wait(cancellationToken);
        return TryDequeue(out item);
    }

    /// <summary>Takes the next item.</summary>
    /// <returns>Null at the end.</returns>
    public async ValueTask<PayloadBuffer?> TakeAsync(CancellationToken cancellationToken)
    {
        await _changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        return TryDequeue(out PayloadBuffer? item) ? item : null;
    }

    /// <summary>The consumer leaves: the producer is told to stop, and what still arrives is dropped.</summary>
    public void Dispose()
    {
        CallLink? tell;
        lock (_gate)
        {
            tell = _left || _ended ? null : _link;
            _left = true;
            while (_items.TryDequeue(out PayloadBuffer? item))
            {
                item.Return();
            }
        }

        tell?.Send(FrameType.ItemsClose, ordinal);
    }

    private bool TryDequeue([NotNullWhen(true)] out PayloadBuffer? item)
    {
        lock (_gate)
        {
            if (!_items.TryDequeue(out item))
            {
                // Only the end releases without an item. It stays visible for a consumer that asks again.
                _changed.Release();
                if (_encodedError is { } encoded)
                {
                    _encodedError = null;
                    _error = RemoteErrors.Read(encoded, producerId, "the caller");
                }

                if (_error is { } error)
                {
                    ExceptionDispatchInfo.Throw(error);
                }

                return false;
            }
        }

        Grant();
        return true;
    }

    /// <summary>Passes the room that there is on as credit, half a window at a time.</summary>
    private void Grant()
    {
        CallLink link;
        int count;
        lock (_gate)
        {
            if (_link is not { } attached || !_opened || _ended || _left)
            {
                return;
            }

            int free = ProtocolLimits.StreamWindow - _granted - _items.Count;
            count = free >= ProtocolLimits.StreamWindow / 2 ? free : 0;
            if (count == 0)
            {
                return;
            }

            _granted += count;
            link = attached;
        }

        link.SendCredit(ordinal, count);
    }
}
