using ProcGen.Protocol;

namespace ProcGen.Transport;

/// <summary>The reading end of a ring. Not thread-safe.</summary>
internal sealed unsafe class RingReader(RingMemory ring)
{
    // The writer looks for room only when it believes to have none, so telling it rarely costs nothing and saves it a cache miss each time.
    private readonly int _publishEvery = ring.Capacity / 4;
    private long _head;
    private long _published;
    private int _recordSize;

    /// <summary>Whether there is something to look at.</summary>
    public bool HasRecord => Volatile.Read(ref ring.LengthAt(_head)) != 0;

    /// <summary>Looks at the next frame. It stays valid, and the writer's to change if it is broken, until <see cref="Advance"/>.</summary>
    /// <returns>False if there is none.</returns>
    /// <exception cref="ProtocolException">There is something that no writer writes.</exception>
    public bool TryPeek(out ReadOnlySpan<byte> frame)
    {
        // Acquire: what the writer stored before the length is there. Read once: a broken writer could change it after the checks.
        int length = Volatile.Read(ref ring.LengthAt(_head));
        if (length == RingLayout.Padding)
        {
            if (ring.Offset(_head) == 0)
            {
                throw new ProtocolException("A ring has nothing but padding.");
            }

            _head += ring.ToEnd(_head);
            length = Volatile.Read(ref ring.LengthAt(_head));
            if (length == 0)
            {
                throw new ProtocolException("A ring has padding and nothing behind it.");
            }
        }

        if (length == 0)
        {
            frame = default;
            return false;
        }

        if (length is < FrameHeader.Size or > RingLayout.LargestFrame || RingLayout.RecordSize(length) > ring.ToEnd(_head))
        {
            throw new ProtocolException($"A ring has a record of {length} bytes, {ring.ToEnd(_head)} before its end.");
        }

        _recordSize = RingLayout.RecordSize(length);
        frame = new ReadOnlySpan<byte>(ring.Data + ring.Offset(_head) + RingLayout.RecordHeaderSize, length);
        return true;
    }

    /// <summary>Gives the frame back that was looked at.</summary>
    /// <returns>True if the caller has to ring the bell of the writer, which waits for room.</returns>
    public bool Advance()
    {
        _head += _recordSize;
        _recordSize = 0;
        if (_head - _published < _publishEvery)
        {
            return false;
        }

        // Release: every byte was read before the writer may overwrite it.
        _published = _head;
        Volatile.Write(ref ring.Head, _head);

        // As in RingWriter.TakeWaiting: the head has to be seen before the wish is looked at.
        Interlocked.MemoryBarrier();
        return Volatile.Read(ref ring.RoomWanted) != 0 && Interlocked.Exchange(ref ring.RoomWanted, 0) != 0;
    }

    /// <summary>Says that the reader is going to sleep. The writer's bell ends the sleep, so it has to be one that rings on when it was rung before.</summary>
    /// <param name="sleeper">Who goes to sleep, a number of <see cref="PeerBells"/>.</param>
    /// <returns>False if there is a record by now: then nobody may sleep.</returns>
    public bool TryWait(int sleeper = PeerBells.Receiver)
    {
        Volatile.Write(ref ring.Waiting, sleeper);

        // A full fence: a store and a later load are not kept in order by any processor.
        Interlocked.MemoryBarrier();
        if (!HasRecord)
        {
            return true;
        }

        StopWaiting();
        return false;
    }

    /// <summary>
    /// Says that this side looks for what can wait, or will look before it sleeps: <see cref="PeerBells.Busy"/>. For the rest the writer rings. To be followed by a look, which finds what was
    /// written before that was known.
    /// </summary>
    public void BeBusy()
    {
        if (Volatile.Read(ref ring.Waiting) != PeerBells.Busy)
        {
            Volatile.Write(ref ring.Waiting, PeerBells.Busy);

            // As in TryWait; and here, not before each body: where it was stored before, it has been seen since, or answered.
            Interlocked.MemoryBarrier();
        }
    }

    /// <summary>Saves the writer from ringing for somebody who is awake.</summary>
    public void StopWaiting()
    {
        if (Volatile.Read(ref ring.Waiting) != PeerBells.Nobody)
        {
            Volatile.Write(ref ring.Waiting, PeerBells.Nobody);
        }
    }
}
