using System.Buffers;
using ProcGen.CompilerServices;

namespace ProcGen.Protocol;

/// <summary>
/// Bytes that several holders read: a call keeps its arguments until its end, while a connection may still be sending them. The last one to release
/// gives the memory back. Thread-safe.
/// </summary>
internal sealed class SharedPayload
{
    private readonly PayloadBuffer _buffer;
    private int _holders = 1;

    /// <summary>Takes over a buffer that is not written to any more.</summary>
    public SharedPayload(PayloadBuffer buffer)
    {
        _buffer = buffer;
        Bytes = buffer.AsSequence();
    }

    public ReadOnlySequence<byte> Bytes { get; }

    public long Length => _buffer.Length;

    /// <summary>Adds a holder, unless the last one is gone already.</summary>
    public bool TryHold()
    {
        int holders = Volatile.Read(ref _holders);
        while (holders > 0)
        {
            int seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
            {
                return true;
            }

            holders = seen;
        }

        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            _buffer.Return();
        }
    }
}
