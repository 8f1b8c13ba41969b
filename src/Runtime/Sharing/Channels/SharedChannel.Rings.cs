namespace ProcGen.Sharing;

// The rings of a channel: each is a segment that the channel contains, so that it lives as long as the channel or until it was read.
internal sealed unsafe partial class SharedChannel
{
    private readonly Lock _ringsGate = new();
    private readonly Dictionary<uint, ChannelRing> _rings = [];
    private ChannelRing _tailRing;
    private ChannelRing _headRing;

    /// <summary>The ring that producers write to. The producers' lock is held.</summary>
    private ChannelRing FindTailRing()
    {
        uint number = Volatile.Read(ref _header->TailRing);
        if (_tailRing.Number != number)
        {
            _tailRing = FindRing(number);
        }

        return _tailRing;
    }

    /// <summary>The ring that the first item is in. The consumers' lock is held, and there is an item.</summary>
    private ChannelRing FindHeadRing(ulong head)
    {
        ChannelRing ring = _headRing.Number == _header->HeadRing ? _headRing : FindRing(_header->HeadRing);
        while (ring.End == ChannelPosition.PlaceOf(head))
        {
            ring = LeaveRing(ring);
        }

        return _headRing = ring;
    }

    /// <summary>Goes on to the next ring; the one that was read is given back.</summary>
    private ChannelRing LeaveRing(ChannelRing ring)
    {
        ChannelRing next = FindRing(ring.Number + 1);
        FaultPoint.Pass();
        Volatile.Write(ref _header->HeadRing, next.Number);
        FaultPoint.Pass();
        lock (_ringsGate)
        {
            _rings.Remove(ring.Number);
        }

        if (ring.Number != 0)
        {
            // Opened out of the channel, it is this process's alone, which gives it back.
            Withdraw(ring.Block.Id, SharedKind.ChannelRing);
        }

        return next;
    }

    /// <summary>Makes the next ring. The producers' lock is held.</summary>
    /// <returns>Null if there are too many.</returns>
    private ChannelRing? Grow(ChannelRing last, ulong tail, ulong needed)
    {
        uint number = last.Number + 1;
        if (number - Volatile.Read(ref _header->HeadRing) >= ChannelHeader.RingCount)
        {
            return null;
        }

        ulong units = Math.Max(Math.Min(last.Capacity * 2, (ulong)LargestRing / ChannelPosition.UnitSize), System.Numerics.BitOperations.RoundUpToPowerOf2(needed));
        SharedBlock block = SharedBlock.Create(SharedKind.ChannelRing, ChannelRing.HeaderSize + (long)units * ChannelPosition.UnitSize);
        try
        {
            ChannelRing.Format(block.Address, (long)units * ChannelPosition.UnitSize, ChannelPosition.PlaceOf(tail));
            SharingTree.Current.Deposit(block.Id, _block.Id);
            FaultPoint.Pass();
            _header->Rings[(int)(number % ChannelHeader.RingCount)] = block.Id;
            FaultPoint.Pass();
            last.End = ChannelPosition.PlaceOf(tail);
            FaultPoint.Pass();
            Volatile.Write(ref _header->TailRing, number);
            FaultPoint.Pass();
        }
        finally
        {
            // The channel keeps it.
            block.Release();
        }

        var ring = new ChannelRing(block, 0, number);
        lock (_ringsGate)
        {
            _rings[number] = ring;
        }

        return _tailRing = ring;
    }

    private ChannelRing FindRing(uint number)
    {
        lock (_ringsGate)
        {
            if (_rings.TryGetValue(number, out ChannelRing? known))
            {
                return known;
            }
        }

        ChannelRing ring;
        if (number == 0)
        {
            ring = new ChannelRing(_block, ChannelHeader.Size, 0);
        }
        else
        {
            SharedBlock block = SharedBlock.Open(_header->Rings[(int)(number % ChannelHeader.RingCount)], SharedKind.ChannelRing);

            // The channel keeps it.
            block.Release();
            ring = new ChannelRing(block, 0, number);
        }

        lock (_ringsGate)
        {
            return _rings[number] = ring;
        }
    }

    /// <summary>Takes a segment out of the channel, which frees it.</summary>
    private void Withdraw(Guid id, SharedKind kind)
    {
        try
        {
            SharedBlock.Open(id, kind, container: _block.Id).Release();
        }
        catch (SharedObjectGoneException)
        {
            // The channel itself is gone, and all that it contained.
        }
    }
}
