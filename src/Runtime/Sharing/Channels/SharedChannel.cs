using System.Numerics;
using System.Runtime.CompilerServices;

namespace ProcGen.Sharing;

/// <summary>
/// A channel of items between any processes, as this one has it: what queues and pipes stand on. Producers share one lock, consumers another; an item is published, and taken, by one store, so that nothing has to be repaired
/// where somebody died in between. Items are bytes here.
/// </summary>
internal sealed unsafe partial class SharedChannel
{
    public const long SmallestRing = 64 * 1024;
    public const long LargestRing = 64 * 1024 * 1024;

    private readonly SharedBlock _block;
    private readonly ChannelHeader* _header;
    private readonly SharedLock _producers;
    private readonly SharedLock _consumers;
    private readonly bool _isJoinable;

    // What this process has seen last. Each is guarded by the lock of those who use it, which excludes other threads of this process, too.
    private ulong _seenHead;
    private ulong _seenTail;
    private ulong _put;
    private ulong _took;

    private SharedChannel(SharedBlock block)
    {
        _block = block;
        _header = (ChannelHeader*)block.Address;
        ProcessSlot slot = SharingTree.Current.Slot;
        _producers = new SharedLock(&_header->Producers, slot);
        _consumers = new SharedLock(&_header->Consumers, slot);
        _slot = slot;
        _isJoinable = (_header->Options & ChannelHeader.IsJoinable) != 0;
        _tailRing = _headRing = new ChannelRing(block, ChannelHeader.Size, 0);
        _seenTail = _seenHead = _header->Head;
    }

    public enum Status
    {
        /// <summary>It is done.</summary>
        Done,

        /// <summary>There is no item, or no room.</summary>
        Wait,

        /// <summary>Nothing more comes, or nobody takes anything.</summary>
        Completed,
    }

    public SharedBlock Block => _block;

    /// <summary>Of a joinable queue: what this process has taken.</summary>
    public TakenItems TakenItems => field ?? Interlocked.CompareExchange(ref field, new TakenItems(this), null) ?? field;

    /// <summary>Whether the last handle of the channel is gone.</summary>
    public bool IsGone => Volatile.Read(ref _header->Magic) == 0;

    public bool IsCompleted => Volatile.Read(ref _header->Completed) != 0 || IsGone;

    /// <summary>Whether there is something to take.</summary>
    public bool HasItem => ChannelPosition.Distance(Volatile.Read(ref *TakenWord), Volatile.Read(ref _header->Tail)) != 0;

    public int Count => Math.Max(0, ChannelPosition.CountBetween(Volatile.Read(ref *TakenWord), Volatile.Read(ref _header->Tail)));

    /// <summary>The items before it are taken.</summary>
    private ulong* TakenWord => _isJoinable ? &_header->Taken : &_header->Head;

    private bool CanGrow => (_header->Options & ChannelHeader.CanGrow) != 0;

    /// <summary>The channel in a segment, one object for all of its handles in this process.</summary>
    public static SharedChannel Of(SharedBlock block)
    {
        if (block.Size < ChannelHeader.Size + ChannelRing.HeaderSize + ChannelPosition.UnitSize || ((ChannelHeader*)block.Address)->Magic != ChannelHeader.MagicValue)
        {
            throw SharedBlock.Gone(block.Id);
        }

        return block.Companion(static block => new SharedChannel(block));
    }

    /// <exception cref="ProcessSerializationException">The items cross in another way.</exception>
    public void DemandItemType(ulong hash, Type type)
    {
        if (_header->ItemType != hash && !IsGone)
        {
            throw new ProcessSerializationException(
                $"Items of type '{type}' cross in this assembly in another way than in the one that made the channel, so it cannot be used here. Give both the same [ProcessCodec], " +
                "or the type an attribute of its own, or let one assembly declare all methods with the channel.");
        }
    }

    /// <summary>Makes a channel.</summary>
    /// <param name="kind">What it is for.</param>
    /// <param name="options">Flags of <see cref="ChannelHeader"/>.</param>
    /// <param name="mostItems">How many items may wait; 0 for any number.</param>
    /// <param name="mostBytes">How many bytes of items may wait; 0 for any number.</param>
    /// <param name="itemType">A hash of how items cross.</param>
    /// <exception cref="IOException">There is too little memory.</exception>
    public static SharedBlock Create(SharedKind kind, uint options, int mostItems, long mostBytes, ulong itemType)
    {
        long wanted = mostBytes > 0 ? mostBytes : mostItems > 0 ? mostItems * 64L : 4 * SmallestRing;
        long capacity = (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(wanted, SmallestRing, 16 * SmallestRing));
        SharedBlock block = SharedBlock.Create(kind, ChannelHeader.Size + ChannelRing.HeaderSize + capacity);
        var header = (ChannelHeader*)block.Address;
        header->ItemType = itemType;
        header->Options = options;
        header->MostItems = mostItems > 0 ? Math.Min(mostItems, ChannelPosition.MostItems) : ChannelPosition.MostItems;
        header->MostBytes = mostBytes > 0 ? mostBytes : long.MaxValue;
        ChannelRing.Format(block.Address + ChannelHeader.Size, capacity, 0);
        header->Magic = ChannelHeader.MagicValue;
        return block;
    }

    /// <summary>The largest item that goes into a ring.</summary>
    public int LargestInRing => (int)Math.Min(64 * 1024, _tailRing.Capacity * ChannelPosition.UnitSize / 8);

    /// <summary>Begins to put an item. After <see cref="Status.Done"/> the caller writes its bytes, does nothing else, and calls <see cref="EndPut"/>.</summary>
    /// <param name="length">How many bytes, at most <see cref="LargestInRing"/>.</param>
    /// <param name="flags">Flags of <see cref="ChannelRecord"/>.</param>
    /// <param name="place">Where the bytes go.</param>
    /// <param name="largeSize">How many bytes lie elsewhere.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Status BeginPut(int length, uint flags, out byte* place, long largeSize = 0)
    {
        Enter(_producers);
        ulong tail = _header->Tail;
        ulong needed = ChannelRecord.UnitsOf(length);
        if (_header->Completed != 0 || _header->Magic == 0)
        {
            _producers.Leave();
            place = null;
            return Status.Completed;
        }

        ChannelRing ring = _tailRing;
        if (ring.Number != _header->TailRing || !MayAdd(tail, (long)needed * ChannelPosition.UnitSize + largeSize) || ring.End != ChannelRing.NoEnd
            || needed > ring.UnitsToWrap(ChannelPosition.PlaceOf(tail)) || ring.Free(_seenHead, tail) < needed)
        {
            return BeginPutSlowly(tail, length, flags, out place, largeSize);
        }

        place = Place(ring, ChannelPosition.PlaceOf(tail), length, flags);
        _put = ChannelPosition.Advance(tail, needed, 1);
        return Status.Done;
    }

    /// <summary>Publishes the item.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndPut()
    {
        FaultPoint.Pass();
        Volatile.Write(ref _header->Tail, _put);
        FaultPoint.Pass();

        // A full fence, so that the look for sleepers is not taken before the store.
        _producers.Leave();
        ChannelBell.RingIfAsked(&_header->Items);
    }

    /// <summary>Begins to take an item. After <see cref="Status.Done"/> the caller reads its bytes, does nothing else, and calls <see cref="EndTake"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Status BeginTake(out byte* place, out ChannelRecord record)
    {
        // What was seen last is enough as long as it is ahead: a look at the tail takes its line away from the producers. Another thread may change it meanwhile, so it is only a hint here.
        if (!ChannelPosition.IsBehind(Volatile.Read(ref _seenTail), Volatile.Read(ref *TakenWord)) && !HasItem)
        {
            place = null;
            record = default;
            return EmptyStatus();
        }

        EnterAsConsumer();
        ulong head = _header->Head;
        ChannelRing ring = _headRing;
        if (_isJoinable || ring.Number != _header->HeadRing || !ChannelPosition.IsBehind(_seenTail, head) || ring.End == ChannelPosition.PlaceOf(head))
        {
            return BeginTakeSlowly(head, out place, out record);
        }

        return TakeAt(ring, head, out place, out record);
    }

    /// <summary>Takes the item for good.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void EndTake()
    {
        FaultPoint.Pass();
        Volatile.Write(ref *TakenWord, _took);
        FaultPoint.Pass();
        _consumers.Leave();
        ChannelBell.RingIfAsked(&_header->Room);
    }

    /// <summary>What it means that there is no item.</summary>
    public Status EmptyStatus()
    {
        if (!IsCompleted)
        {
            return Status.Wait;
        }

        // What was added before the completion is seen after it. And an item that another consumer has comes back if that one dies.
        return !IsGone && (HasItem || (_isJoinable && ReviewTaken() > 0)) ? Status.Wait : Status.Completed;
    }

    /// <summary>Whether an item could be added, or nobody may add one.</summary>
    public bool HasRoom(int length, long largeSize)
    {
        if (IsCompleted)
        {
            return true;
        }

        ulong tail = Volatile.Read(ref _header->Tail);
        ulong needed = ChannelRecord.UnitsOf(length);
        return MayAdd(tail, Volatile.Read(ref *TakenWord), (long)needed * ChannelPosition.UnitSize + largeSize)
            && ((CanGrow && Volatile.Read(ref _header->TailRing) + 1 - Volatile.Read(ref _header->HeadRing) < ChannelHeader.RingCount)
                || _tailRing.Number != Volatile.Read(ref _header->TailRing)
                || HasRoomInRing(_tailRing, Volatile.Read(ref _header->Head), tail, needed));
    }

    private static bool HasRoomInRing(ChannelRing ring, ulong head, ulong tail, ulong needed)
    {
        ulong toWrap = ring.UnitsToWrap(ChannelPosition.PlaceOf(tail));
        return ring.Free(head, tail) >= (needed <= toWrap ? needed : toWrap + needed);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Enter(in SharedLock gate)
    {
        if (!gate.TryTake())
        {
            EnterSlowly(gate);
        }

        return gate.Begin(out _);
    }

    /// <summary>Enters the consumers' lock. Where the last one died with it nothing is to be repaired, because every store was a whole step, but for the words of a joinable queue that only repeat what its items say.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EnterAsConsumer()
    {
        if (Enter(_consumers) && _isJoinable)
        {
            Review();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void EnterSlowly(in SharedLock gate)
    {
        if (!gate.TrySpin())
        {
            new LockWait(gate).Block(Timeout.InfiniteTimeSpan, default);
        }
    }

    private static byte* Place(ChannelRing ring, ulong place, int length, uint flags)
    {
        byte* record = ring.At(place);
        *(ChannelRecord*)record = new() { Word = (uint)length | flags };
        return record + sizeof(ChannelRecord);
    }

    private bool MayAdd(ulong tail, long bytes)
    {
        if (MayAdd(tail, _seenHead, bytes) && !_isJoinable)
        {
            return true;
        }

        _seenHead = Volatile.Read(ref _header->Head);
        return MayAdd(tail, Volatile.Read(ref *TakenWord), bytes);
    }

    private bool MayAdd(ulong tail, ulong taken, long bytes)
    {
        int waiting = ChannelPosition.CountBetween(taken, tail);
        return waiting == 0 || (waiting < _header->MostItems && (_header->MostBytes == long.MaxValue || BytesBetween(taken, tail) <= _header->MostBytes - bytes));
    }

    private long BytesBetween(ulong taken, ulong tail) =>
        (long)ChannelPosition.Distance(taken, tail) * ChannelPosition.UnitSize + Math.Max(0, Volatile.Read(ref _header->LargeAdded) - Volatile.Read(ref _header->LargeTaken));

    /// <summary>With another ring, a wrap, or a new look at the consumers. The lock is held.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private Status BeginPutSlowly(ulong tail, int length, uint flags, out byte* place, long largeSize)
    {
        place = null;
        bool goesOn = false;
        try
        {
            ulong needed = ChannelRecord.UnitsOf(length);
            _seenHead = Volatile.Read(ref _header->Head);
            if (!MayAdd(tail, (long)needed * ChannelPosition.UnitSize + largeSize))
            {
                return Status.Wait;
            }

            ChannelRing ring = FindTailRing();
            bool isSealed = ring.End != ChannelRing.NoEnd;
            if (isSealed || !HasRoomInRing(ring, _seenHead, tail, needed))
            {
                if (!isSealed && !CanGrow)
                {
                    return Status.Wait;
                }

                if (Grow(ring, tail, needed) is not { } next)
                {
                    return Status.Wait;
                }

                ring = next;
            }

            ulong start = ChannelPosition.PlaceOf(tail);
            ulong toWrap = ring.UnitsToWrap(start);
            ulong units = needed;
            if (needed > toWrap)
            {
                ((ChannelRecord*)ring.At(start))->Word = ChannelRecord.Filler;
                start = ChannelPosition.PlaceOf(start + toWrap);
                units += toWrap;
            }

            place = Place(ring, start, length, flags);
            _put = ChannelPosition.Advance(tail, units, 1);
            goesOn = true;
            return Status.Done;
        }
        finally
        {
            if (!goesOn)
            {
                _producers.Leave();
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Status BeginTakeSlowly(ulong head, out byte* place, out ChannelRecord record)
    {
        place = null;
        record = default;
        bool goesOn = false;
        try
        {
            _seenTail = Volatile.Read(ref _header->Tail);
            if (_isJoinable)
            {
                Status status = BeginTakeReady(out place, out record);
                goesOn = status == Status.Done;
                return status;
            }

            if (!ChannelPosition.IsBehind(_seenTail, head))
            {
                return Status.Wait;
            }

            ChannelRing ring = FindHeadRing(head);
            goesOn = true;
            return TakeAt(ring, head, out place, out record);
        }
        finally
        {
            if (!goesOn)
            {
                _consumers.Leave();
            }
        }
    }

    private Status TakeAt(ChannelRing ring, ulong head, out byte* place, out ChannelRecord record)
    {
        ulong at = ChannelPosition.PlaceOf(head);
        byte* found = Find(ring, ref at, out record, out ulong units);
        place = found + sizeof(ChannelRecord);
        _took = ChannelPosition.Advance(head, units, 1);
        return Status.Done;
    }

    /// <summary>The item at a place.</summary>
    /// <param name="ring">The ring.</param>
    /// <param name="at">The place; a filler there is passed over.</param>
    /// <param name="record">What stands there.</param>
    /// <param name="units">How many units lead to the next place, with the filler.</param>
    /// <exception cref="ProcessSerializationException">There is no item; the lock is left.</exception>
    private byte* Find(ChannelRing ring, ref ulong at, out ChannelRecord record, out ulong units)
    {
        units = 0;
        byte* found = ring.At(at);
        record = *(ChannelRecord*)found;
        if (record.Word == ChannelRecord.Filler)
        {
            units = ring.UnitsToWrap(at);
            at = ChannelPosition.PlaceOf(at + units);
            found = ring.At(at);
            record = *(ChannelRecord*)found;
        }

        ulong own = ChannelRecord.UnitsOf(record.Length);
        if (own > ring.UnitsToWrap(at) || (record.Word & ChannelRecord.Filler) != 0)
        {
            ThrowOverwritten();
        }

        units += own;
        return found;
    }

    private void ThrowOverwritten()
    {
        _consumers.Leave();
        throw new ProcessSerializationException($"The shared object {_block.Id} holds no item where one should be: its memory was overwritten.");
    }
}
