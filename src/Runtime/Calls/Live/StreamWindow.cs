using ProcGen.Protocol;

namespace ProcGen.Calls;

/// <summary>
/// How far a producer may be ahead of its consumer, in items and in bytes, and how much of that it was told. Unless its size is given it begins small, so that a consumer that takes a few items
/// causes few, and doubles as often as the consumer has taken twice as much and had to wait all the same. Not thread-safe.
/// </summary>
/// <param name="fixedSize">The number of items; 0 for one that grows.</param>
internal struct StreamWindow(int fixedSize)
{
    private int _size = fixedSize > 0 ? Math.Min(fixedSize, ProtocolLimits.MaxStreamWindow) : ProtocolLimits.StreamWindow;
    private int _granted;
    private int _held;
    private long _grantedBytes;
    private long _heldBytes;
    private long _takenAtSize;
    private bool _wasEmpty;

    /// <summary>After how many items the consumer says that it has taken them.</summary>
    public readonly int ReportStep => Math.Max(1, _size / 4);

    /// <summary>Items came in.</summary>
    /// <exception cref="ProtocolException">They were not asked for.</exception>
    public void OnReceived(int items, long bytes)
    {
        if (items <= 0 || items > _granted || _grantedBytes <= 0)
        {
            throw new ProtocolException($"{items} items of a sequence came with a credit of {_granted} items and {_grantedBytes} bytes.");
        }

        _granted -= items;
        _held += items;
        _grantedBytes -= bytes;
        _heldBytes += bytes;
    }

    /// <summary>The consumer has nothing to take. At the very beginning that says nothing.</summary>
    public void OnEmpty() => _wasEmpty |= _takenAtSize > 0;

    /// <summary>The bytes of a frame are the consumer's now.</summary>
    public void OnFrameTaken(long bytes) => _heldBytes -= bytes;

    /// <summary>The consumer has taken items.</summary>
    public void OnTaken(int items)
    {
        _held -= items;
        _takenAtSize += items;
        if (fixedSize == 0 && _wasEmpty && _takenAtSize >= 2L * _size && _size < ProtocolLimits.GrownStreamWindow)
        {
            _size *= 2;
            _takenAtSize = 0;
            _wasEmpty = false;
        }
    }

    /// <summary>Passes on the room that there is, half a window at a time.</summary>
    /// <returns>False if there is too little to speak of.</returns>
    public bool TryGrant(out int items, out long bytes)
    {
        items = Math.Max(0, _size - _granted - _held);
        bytes = Math.Max(0, ProtocolLimits.StreamWindowBytes - _grantedBytes - _heldBytes);
        if (items < Math.Max(1, _size / 2) && bytes < ProtocolLimits.StreamWindowBytes / 2)
        {
            return false;
        }

        _granted += items;
        _grantedBytes += bytes;
        return true;
    }
}
