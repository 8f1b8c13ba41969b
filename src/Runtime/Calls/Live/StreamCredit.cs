using ProcGen.Protocol;

namespace ProcGen.Calls;

/// <summary>How many items and bytes a producer may still send. Thread-safe; there is one taker, who keeps what was granted for itself, so that most items cost no lock.</summary>
internal sealed class StreamCredit
{
    private const long MostBytes = ProtocolLimits.StreamWindowBytes + ProtocolLimits.MaxPayload;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _changed = new(0);
    private long _grantedItems;
    private long _grantedBytes;
    private bool _isWaiting;
    private volatile bool _closed;

    // The taker's own. The last item may be larger than the rest of the bytes, which are below 0 then.
    private long _items;
    private long _bytes;

    public bool IsClosed => _closed;

    /// <summary>The consumer asks for more.</summary>
    /// <exception cref="ProtocolException">For more than any window holds.</exception>
    public void Add(int items, long bytes)
    {
        bool wakes;
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            if (items < 0 || bytes < 0 || _grantedItems + items > ProtocolLimits.MaxStreamWindow || bytes > MostBytes || _grantedBytes + bytes > MostBytes)
            {
                throw new ProtocolException($"A credit of {items} items and {bytes} bytes, on top of {_grantedItems} and {_grantedBytes}, is outside of any window.");
            }

            _grantedItems += items;
            _grantedBytes += bytes;
            wakes = _isWaiting;
            _isWaiting = false;
        }

        if (wakes)
        {
            _changed.Release();
        }
    }

    /// <summary>Lets the taker through; from now on nothing may be sent.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }

        _changed.Release();
    }

    /// <summary>Takes the credit for one item if there is some now.</summary>
    public bool TryTake()
    {
        if ((_items <= 0 || _bytes <= 0) && !Refill())
        {
            return false;
        }

        _items--;
        return !_closed;
    }

    /// <summary>Takes the credit for one item, waiting for it on the calling thread.</summary>
    /// <returns>False if the consumer wants no more.</returns>
    public bool Take(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryTake() || _closed)
            {
                return !_closed;
            }

            if (MustWait())
            {
                _changed.Wait(cancellationToken);
            }
        }
    }

    /// <inheritdoc cref="Take"/>
    public async ValueTask<bool> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryTake() || _closed)
            {
                return !_closed;
            }

            if (MustWait())
            {
                await _changed.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The item that was taken credit for has this size.</summary>
    public void Spend(long bytes) => _bytes -= bytes;

    private bool Refill()
    {
        lock (_gate)
        {
            _items += _grantedItems;
            _bytes += _grantedBytes;
            _grantedItems = 0;
            _grantedBytes = 0;
        }

        return _items > 0 && _bytes > 0;
    }

    private bool MustWait()
    {
        lock (_gate)
        {
            // A wait that was given up may have left this set: then the next grant wakes nobody, and the next wait ends early and looks again.
            _isWaiting = !_closed && (_items + _grantedItems <= 0 || _bytes + _grantedBytes <= 0);
            return _isWaiting;
        }
    }
}
