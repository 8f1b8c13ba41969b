using System.Runtime.InteropServices;

namespace ProcGen.Sharing;

/// <summary>The beginning of an item in a ring: one unit.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ChannelRecord
{
    /// <summary>The rest of the ring's memory is unused; the next item is at its beginning.</summary>
    public const uint Filler = 1u << 31;

    /// <summary>The item lies in a segment of its own: the bytes are a <see cref="LargeItem"/>.</summary>
    public const uint Large = 1u << 30;

    /// <summary>The item has handles of shared objects, which the channel contains until it is taken.</summary>
    public const uint HasHandles = 1u << 29;

    /// <summary>The item is bytes as they were given, and not a written value.</summary>
    public const uint IsRaw = 1u << 28;

    private const uint LengthMask = IsRaw - 1;

    /// <summary>In <see cref="State"/>: taken, by the <see cref="OwnerWord"/> in the other bits.</summary>
    public const uint Taken = 1u << 30;

    /// <summary>In <see cref="State"/>: done.</summary>
    public const uint Done = 1u << 31;

    /// <summary>The number of bytes, and flags.</summary>
    public uint Word;

    /// <summary>In a joinable queue: 0 for ready, <see cref="Taken"/> or <see cref="Done"/>.</summary>
    public uint State;

    public readonly int Length => (int)(Word & LengthMask);

    /// <summary>The units of an item with so many bytes.</summary>
    public static ulong UnitsOf(int length) => 1 + (((ulong)length + ChannelPosition.UnitSize - 1) / ChannelPosition.UnitSize);
}

/// <summary>Where an item lies that is too large for a ring.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LargeItem
{
    public Guid Segment;
    public long Length;

    /// <summary><see cref="ChannelHeader.LargeAdded"/> with this item. Taking it stores that, so that what a producer counted that died is forgotten.</summary>
    public long Total;
}
