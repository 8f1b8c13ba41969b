using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProcGen.Sharing;

/// <summary>
/// The beginning of a channel's segment. What producers write, what consumers write and what both look at lies in lines of its own. A channel is in order between any two stores: each of them is a whole step, and
/// what is not published by <see cref="Tail"/> does not exist.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
internal struct ChannelHeader
{
    public const int Size = 4096;

    /// <summary>Reads as zero when the last handle of the channel is gone.</summary>
    public const ulong MagicValue = 0x314E_4843_6772_50; // PrgCHN1

    /// <summary>How many rings can be in use at once. Each is twice as large as the one before.</summary>
    public const int RingCount = 64;

    /// <summary>In <see cref="Options"/>: an item stays where it is until it is marked done.</summary>
    public const uint IsJoinable = 1;

    /// <summary>In <see cref="Options"/>: a full ring is followed by a larger one.</summary>
    public const uint CanGrow = 2;

    /// <summary>In <see cref="Options"/>: an item whose consumer died is reported, and not delivered again.</summary>
    public const uint ReportsLost = 4;

    /// <summary>In <see cref="Options"/>, of a pipe's end: nothing comes in here.</summary>
    public const uint IsSendOnly = 8;

    /// <summary>In <see cref="Options"/>, of a pipe's end: it sends nothing.</summary>
    public const uint IsReceiveOnly = 16;

    [FieldOffset(0)] public ulong Magic;
    [FieldOffset(8)] public ulong ItemType;
    [FieldOffset(16)] public uint Options;

    /// <summary>How many items may wait.</summary>
    [FieldOffset(20)] public int MostItems;

    /// <summary>How many bytes of items may wait; one item may always.</summary>
    [FieldOffset(24)] public long MostBytes;

    /// <summary>Of a pipe's end: the other one.</summary>
    [FieldOffset(32)] public Guid Peer;

    [FieldOffset(64)] public LockRecord Producers;
    [FieldOffset(128)] public LockRecord Consumers;

    /// <summary>Where the next item goes. Storing it is what makes an item exist.</summary>
    [FieldOffset(192)] public ulong Tail;

    /// <summary>The number of the ring that <see cref="Tail"/> is in.</summary>
    [FieldOffset(200)] public uint TailRing;

    /// <summary>Bytes of items in segments of their own, ever added.</summary>
    [FieldOffset(208)] public long LargeAdded;

    /// <summary>The first item that is not taken, or, in a joinable queue, not done. What is before it is room.</summary>
    [FieldOffset(256)] public ulong Head;

    /// <summary>The number of the ring that <see cref="Head"/> is in.</summary>
    [FieldOffset(264)] public uint HeadRing;

    /// <summary>Bytes of items in segments of their own, ever taken.</summary>
    [FieldOffset(272)] public long LargeTaken;

    /// <summary>Of a joinable queue: no item before it can be taken; and how many are taken or done.</summary>
    [FieldOffset(320)] public ulong Taken;

    /// <summary>Of a joinable queue: items whose consumers died and that nobody was told of.</summary>
    [FieldOffset(328)] public uint Lost;

    /// <summary>The last one of those consumers, as an <see cref="OwnerWord"/>.</summary>
    [FieldOffset(332)] public uint LastLoser;

    /// <summary>Of a joinable queue: nothing from this place on was ever taken.</summary>
    [FieldOffset(336)] public ulong TakenEnd;

    /// <summary>Consumers sleep here.</summary>
    [FieldOffset(384)] public ChannelBell Items;

    /// <summary>Producers sleep here.</summary>
    [FieldOffset(448)] public ChannelBell Room;

    /// <summary>Who joins sleeps here.</summary>
    [FieldOffset(512)] public ChannelBell Done;

    /// <summary>1 when nothing more comes. Stored after the error.</summary>
    [FieldOffset(576)] public uint Completed;

    [FieldOffset(580)] public int ErrorLength;

    /// <summary>The segment with the error that the channel was completed with; empty for none.</summary>
    [FieldOffset(584)] public Guid Error;

    /// <summary>The segments of the rings behind the first one, each at its number modulo <see cref="RingCount"/>.</summary>
    [FieldOffset(1024)] public RingTable Rings;

    [InlineArray(RingCount)]
    public struct RingTable
    {
        private Guid _first;
    }
}

/// <summary>Two words by which sleepers are woken.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ChannelBell
{
    /// <summary>Changes whenever there is something to look at, if somebody asked for it.</summary>
    public uint Signal;

    /// <summary>Not 0 if somebody sleeps, or is about to. Not a count: the dead do not count down.</summary>
    public uint Sleepers;

    /// <summary>Wakes all who sleep. The caller's last store is followed by a full fence.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RingIfAsked(ChannelBell* bell)
    {
        if (Volatile.Read(ref bell->Sleepers) != 0)
        {
            Ring(bell);
        }
    }

    /// <summary>Asks for a ring. Look once more after that.</summary>
    /// <returns>What to sleep on.</returns>
    public static SharedSleep Ask(ChannelBell* bell)
    {
        uint seen = Volatile.Read(ref bell->Signal);
        Interlocked.Exchange(ref bell->Sleepers, 1);
        return SharedSleep.On(&bell->Signal, seen, SharedWait.CheckTime);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Ring(ChannelBell* bell)
    {
        if (Interlocked.Exchange(ref bell->Sleepers, 0) != 0)
        {
            FaultPoint.Pass();
            Interlocked.Increment(ref bell->Signal);
            FaultPoint.Pass();
            Futex.Wake(&bell->Signal);
        }
    }
}
