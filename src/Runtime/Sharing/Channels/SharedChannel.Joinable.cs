namespace ProcGen.Sharing;

// Joinable queues: an item stays in its ring, Ready, Taken by a process, or Done, until all before it are done. The states say everything; the words beside them can be computed anew.
internal sealed unsafe partial class SharedChannel
{
    private readonly ProcessSlot _slot;
    private ChannelRing? _takenRing;
    private byte* _record;
    private ulong _takenPlace;

    /// <summary>Whether every item that was added is done.</summary>
    public bool IsAllDone => ChannelPosition.Distance(Volatile.Read(ref _header->Head), Volatile.Read(ref _header->Tail)) == 0;

    /// <summary>Marks an item done that this process has taken.</summary>
    /// <param name="ring">The number of its ring.</param>
    /// <param name="place">Its place.</param>
    public void MarkDone(uint ring, ulong place)
    {
        EnterAsConsumer();
        try
        {
            var record = (ChannelRecord*)FindRing(ring).At(place);
            record->State = ChannelRecord.Done;
            FaultPoint.Pass();
            FreeDone();
        }
        finally
        {
            _consumers.Leave();
        }

        ChannelBell.RingIfAsked(&_header->Room);
        if (IsAllDone)
        {
            RingAll();
        }
    }

    /// <summary>Where the item that is being taken stands, to mark it done later. Between <see cref="BeginTake"/> and <see cref="EndTakeReady"/>.</summary>
    public (uint Ring, ulong Place) TakenAt => (_takenRing!.Number, _takenPlace);

    /// <summary>Takes the item: it is this process's until it is done.</summary>
    public void EndTakeReady()
    {
        // Before the item: a review looks no further.
        if (ChannelPosition.IsBehind(_took, _header->TakenEnd))
        {
            Volatile.Write(ref _header->TakenEnd, ChannelPosition.PlaceOf(_took));
        }

        FaultPoint.Pass();
        Volatile.Write(ref ((ChannelRecord*)_record)->State, ChannelRecord.Taken | _slot.Word);
        EndTake();
    }

    /// <summary>Makes items ready again whose consumers died, or reports them, and frees what is done.</summary>
    /// <returns>How many items other processes have taken and not marked.</returns>
    public int ReviewTaken()
    {
        if (IsAllDone)
        {
            return 0;
        }

        bool returned;
        int elsewhere;
        _ = Enter(_consumers);
        try
        {
            (returned, elsewhere) = Review();
        }
        finally
        {
            _consumers.Leave();
        }

        if (returned)
        {
            RingAll();
        }

        return elsewhere;
    }

    /// <summary>The items that were lost, and nobody was told of; from now on somebody was.</summary>
    /// <param name="who">The last process that lost one.</param>
    public int TakeLost(out string who)
    {
        EnterAsConsumer();
        int count = (int)_header->Lost;
        who = count == 0 ? "" : _slot.Describe(_header->LastLoser);
        _header->Lost = 0;
        _consumers.Leave();
        return count;
    }

    /// <summary>Goes through all items, and computes anew what only repeats their states. The consumers' lock is held.</summary>
    private (bool Returned, int Elsewhere) Review()
    {
        bool returned = false;
        int elsewhere = 0;
        uint dead = 0;
        uint alive = _slot.Word;
        ulong head = _header->Head;
        ulong tail = Volatile.Read(ref _header->Tail);
        ulong? firstReady = null;
        uint notReady = 0;
        ulong at = ChannelPosition.PlaceOf(head);
        ChannelRing? ring = null;
        while (ChannelPosition.Distance(at, tail) != 0 && ChannelPosition.IsBehind(_header->TakenEnd, at))
        {
            ring = RingAt(at, ring);
            var record = (ChannelRecord*)Find(ring, ref at, out ChannelRecord seen, out _);
            uint owner = seen.State & OwnerWord.Mask;
            if ((seen.State & ChannelRecord.Taken) != 0 && owner != _slot.Word)
            {
                if (owner == alive || (owner != dead && _slot.IsAlive(owner)))
                {
                    alive = owner;
                    elsewhere++;
                }
                else
                {
                    dead = owner;
                    returned = true;
                    seen.State = Return(record, owner);
                }
            }

            if (seen.State == 0)
            {
                firstReady ??= at;
            }
            else
            {
                notReady++;
            }

            at = ChannelPosition.PlaceOf(at + ChannelRecord.UnitsOf(seen.Length));
        }

        Volatile.Write(ref _header->Taken, ChannelPosition.Advance(head, ChannelPosition.Distance(head, firstReady ?? at), notReady));
        FaultPoint.Pass();
        FreeDone();
        return (returned, elsewhere);
    }

    private uint Return(ChannelRecord* record, uint owner)
    {
        if ((_header->Options & ChannelHeader.ReportsLost) == 0)
        {
            record->State = 0;
        }
        else
        {
            _header->LastLoser = owner;
            _header->Lost++;
            FaultPoint.Pass();
            record->State = ChannelRecord.Done;
        }

        FaultPoint.Pass();
        return record->State;
    }

    /// <summary>Looks for the first item that is ready. The consumers' lock is held.</summary>
    private Status BeginTakeReady(out byte* place, out ChannelRecord record)
    {
        ulong taken = _header->Taken;
        while (ChannelPosition.Distance(taken, _seenTail) != 0)
        {
            ulong at = ChannelPosition.PlaceOf(taken);
            ChannelRing ring = RingAt(at, _takenRing);
            byte* found = Find(ring, ref at, out record, out ulong units);
            if (record.State == 0)
            {
                _took = ChannelPosition.Advance(taken, units, 1);
                _takenRing = ring;
                _takenPlace = at;
                _record = found;
                place = found + sizeof(ChannelRecord);
                return Status.Done;
            }

            // Taken or done, and counted when that happened.
            taken = ChannelPosition.Advance(taken, units, 0);
        }

        Volatile.Write(ref _header->Taken, taken);
        place = null;
        record = default;
        return Status.Wait;
    }

    /// <summary>Gives back the room of what is done, up to the first item that is not. The consumers' lock is held.</summary>
    private void FreeDone()
    {
        ulong tail = Volatile.Read(ref _header->Tail);
        while (true)
        {
            ulong head = _header->Head;
            if (ChannelPosition.Distance(head, tail) == 0)
            {
                return;
            }

            ChannelRing ring = FindHeadRing(head);
            ulong at = ChannelPosition.PlaceOf(head);
            byte* found = Find(ring, ref at, out ChannelRecord record, out ulong units);
            if (record.State != ChannelRecord.Done)
            {
                return;
            }

            NoteTaken(record, found + sizeof(ChannelRecord));
            ulong next = ChannelPosition.Advance(head, units, 1);
            ulong taken = _header->Taken;
            if (ChannelPosition.IsBehind(next, taken))
            {
                // Items behind the first one that came back were done before it.
                Volatile.Write(ref _header->Taken, ChannelPosition.Advance(taken, ChannelPosition.Distance(taken, next), 0));
                FaultPoint.Pass();
            }

            Volatile.Write(ref _header->Head, next);
            FaultPoint.Pass();
        }
    }

    /// <summary>The ring that a place is in. The consumers' lock is held, and an item stands there.</summary>
    private ChannelRing RingAt(ulong place, ChannelRing? hint)
    {
        ChannelRing ring = hint is not null && hint.Number - _header->HeadRing < ChannelHeader.RingCount && ChannelPosition.Distance(hint.First, place) < (1UL << 35) ? hint : FindRing(_header->HeadRing);
        while (ring.End != ChannelRing.NoEnd && ChannelPosition.Distance(ring.End, place) < (1UL << 35))
        {
            ring = FindRing(ring.Number + 1);
        }

        return ring;
    }
}
