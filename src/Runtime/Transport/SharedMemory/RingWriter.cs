using ProcGen.Protocol;

namespace ProcGen.Transport;

/// <summary>The writing end of a ring. Not thread-safe.</summary>
internal sealed unsafe class RingWriter(RingMemory ring)
{
    // This side's own: what the other side could overwrite is never relied on.
    private long _tail;
    private long _knownHead;

    // Of the record that is being written.
    private long _start;
    private int _frameSize;

    /// <summary>Finds room for a frame.</summary>
    /// <param name="frameSize">At least <see cref="FrameHeader.Size"/>, at most <see cref="RingLayout.LargestFrame"/>.</param>
    /// <param name="frame">Where the frame is to be written, before <see cref="Commit"/>.</param>
    /// <returns>False if there is no room now.</returns>
    /// <exception cref="ProtocolException">The reader claims to have read what was never written.</exception>
    public bool TryReserve(int frameSize, out Span<byte> frame)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frameSize, FrameHeader.Size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frameSize, RingLayout.LargestFrame);
        int size = RingLayout.RecordSize(frameSize);
        int toEnd = ring.ToEnd(_tail);
        int padding = size > toEnd ? toEnd : 0;

        // The word behind the record has to be free, too: it says that nothing is there yet.
        if (!HasRoom(padding + size + RingLayout.RecordHeaderSize))
        {
            frame = default;
            return false;
        }

        _start = _tail + padding;
        _frameSize = frameSize;
        frame = new Span<byte>(ring.Data + ring.Offset(_start) + RingLayout.RecordHeaderSize, frameSize);
        return true;
    }

    /// <summary>Gives the reserved frame to the reader.</summary>
    public void Commit()
    {
        long next = _start + RingLayout.RecordSize(_frameSize);

        // Before the length that makes it reachable. Nothing orders it against the frame's own bytes, and nothing needs to.
        ring.LengthAt(next) = 0;
        if (_start == _tail)
        {
            // Release: on arm64, too, frame and cleared word are visible to whoever sees the length.
            Volatile.Write(ref ring.LengthAt(_tail), _frameSize);
        }
        else
        {
            // The record at the beginning is reachable through the padding only, so the padding is what commits both.
            ring.LengthAt(_start) = _frameSize;
            Volatile.Write(ref ring.LengthAt(_tail), RingLayout.Padding);
        }

        _tail = next;
    }

    /// <summary>Looks whether the reader is to be woken up for what was committed.</summary>
    /// <param name="canWait">Whether it can wait until a reader that is busy looks by itself.</param>
    /// <returns>The sleeper whose bell the caller has to ring: a number of <see cref="PeerBells"/>, or what a broken reader wrote.</returns>
    public int TakeWaiting(bool canWait = false)
    {
        // The reader says that it waits, and looks for records then; here it is the other way round. With both fences one of the two sees the other. Without
        // this one the load may overtake the stores of the commit (also on x64), and the reader sleeps on a full ring.
        Interlocked.MemoryBarrier();
        int sleeper = Volatile.Read(ref ring.Waiting);
        return sleeper == PeerBells.Nobody || (canWait && sleeper == PeerBells.Busy) ? PeerBells.Nobody : Interlocked.Exchange(ref ring.Waiting, PeerBells.Nobody);
    }

    /// <summary>Asks the reader to ring when it has given room back. To be followed by another <see cref="TryReserve"/>: the room may have come in between.</summary>
    public void WantRoom()
    {
        Volatile.Write(ref ring.RoomWanted, 1);

        // The mirror image of TakeWaiting: the wish has to be seen before the head is looked at again.
        Interlocked.MemoryBarrier();
    }

    /// <summary>Takes the wish back, because this side looks for room itself. The reader may have rung for it.</summary>
    public void StopWantingRoom()
    {
        if (IsRoomWanted)
        {
            Volatile.Write(ref ring.RoomWanted, 0);
        }
    }

    /// <summary>Whether the reader has not answered yet to <see cref="WantRoom"/>.</summary>
    public bool IsRoomWanted => Volatile.Read(ref ring.RoomWanted) != 0;

    private bool HasRoom(int bytes)
    {
        if (ring.Capacity - (_tail - _knownHead) >= bytes)
        {
            return true;
        }

        // Only now: the word is in the reader's cache. Acquire, so that nothing is overwritten before the reader has read it.
        long head = Volatile.Read(ref ring.Head);
        if (head < _knownHead || head > _tail)
        {
            throw new ProtocolException($"The other side claims to have read up to {head} of a ring that was written from {_knownHead} to {_tail}.");
        }

        _knownHead = head;
        return ring.Capacity - (_tail - head) >= bytes;
    }
}
