using System.Numerics;

namespace ProcGen.Sharing;

/// <summary>
/// One ring of a channel, as this process has it mapped. Records begin at units and never cross the end of the ring: a word of length and flags, a word of state, the bytes. The first ring lies behind the channel's header;
/// each of the others has a segment of its own, which the channel contains.
/// </summary>
internal sealed unsafe class ChannelRing
{
    public const int HeaderSize = 256;

    /// <summary>The value of <see cref="End"/> while the ring is the last one.</summary>
    public const ulong NoEnd = ulong.MaxValue;

    // long capacity in bytes, ulong place of the first unit; in the next line the place of the end.
    private const int EndOffset = 64;

    private readonly SharedBlock _block;
    private readonly byte* _header;
    private readonly byte* _data;
    private readonly ulong _first;
    private readonly ulong _mask;

    /// <exception cref="ProcessSerializationException">There is no ring.</exception>
    public ChannelRing(SharedBlock block, long offset, uint number)
    {
        _block = block;
        _header = block.Address + offset;
        _data = _header + HeaderSize;
        Number = number;
        long capacity = *(long*)_header;
        if (capacity < ChannelPosition.UnitSize || !BitOperations.IsPow2(capacity) || capacity > block.Size - offset - HeaderSize)
        {
            throw new ProcessSerializationException($"The shared object {block.Id} holds a ring of {capacity} bytes: its memory was overwritten.");
        }

        Capacity = (ulong)capacity / ChannelPosition.UnitSize;
        _mask = Capacity - 1;
        _first = *(ulong*)(_header + sizeof(long));
    }

    public uint Number { get; }

    /// <summary>The segment it lies in.</summary>
    public SharedBlock Block => _block;

    /// <summary>In units; a power of two.</summary>
    public ulong Capacity { get; }

    /// <summary>The place of its first unit.</summary>
    public ulong First => _first;

    /// <summary>The place at which the next ring begins; <see cref="NoEnd"/> while there is none.</summary>
    public ulong End
    {
        get => Volatile.Read(ref *(ulong*)(_header + EndOffset));
        set => Volatile.Write(ref *(ulong*)(_header + EndOffset), value);
    }

    /// <summary>Makes a ring in memory that is zero.</summary>
    public static void Format(byte* header, long capacity, ulong first)
    {
        *(long*)header = capacity;
        *(ulong*)(header + sizeof(long)) = first;
        *(ulong*)(header + EndOffset) = NoEnd;
    }

    public byte* At(ulong place) => _data + (((place - _first) & _mask) * ChannelPosition.UnitSize);

    /// <summary>How many units there are from a place to the end of the memory.</summary>
    public ulong UnitsToWrap(ulong place) => Capacity - ((place - _first) & _mask);

    /// <summary>How many units are free.</summary>
    public ulong Free(ulong head, ulong tail) => Capacity - Math.Min(ChannelPosition.Distance(head, tail), ChannelPosition.Distance(_first, tail));
}
