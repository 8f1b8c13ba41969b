using ProcGen.Protocol;

namespace ProcGen.Transport;

/// <summary>
/// Sends messages over a ring. What fits is written by the thread that sends; what does not waits in a queue, and goes on when the reader has rung for the room it
/// gave back. Thread-safe.
/// </summary>
internal sealed class RingSender
{
    private readonly Lock _gate = new();
    private readonly SendQueue _queue = new();
    private readonly RingWriter _writer;
    private readonly EventBell _own;
    private readonly PeerBells _peer;
    private readonly Action<ProtocolException> _violated;
    private MappedMemory? _memory;
    private TaskCompletionSource? _drained;
    private volatile bool _blocked;

    /// <param name="writer">The ring.</param>
    /// <param name="memory">Where it is; held until <see cref="Close"/>.</param>
    /// <param name="own">Wakes the thread of this side that calls <see cref="Resume"/>.</param>
    /// <param name="peer">Wakes the reader.</param>
    /// <param name="violated">Told once, on a thread that sends, if the reader breaks the rules of the ring.</param>
    public RingSender(RingWriter writer, MappedMemory memory, EventBell own, PeerBells peer, Action<ProtocolException> violated)
    {
        memory.Hold();
        _memory = memory;
        _writer = writer;
        _own = own;
        _peer = peer;
        _violated = violated;
    }

    /// <summary>Whether messages wait for room.</summary>
    public bool IsBlocked => _blocked;

    /// <summary>Whether messages wait, and the reader has answered the wish for room: <see cref="Resume"/> goes on with them. Only while the memory is held.</summary>
    public bool CanResume => _blocked && !_writer.IsRoomWanted;

    public void Send(OutgoingMessage message)
    {
        lock (_gate)
        {
            if (_memory is null)
            {
                message.Release();
            }
            else if (!_queue.IsEmpty || !message.IsLastPiece || !TrySendLocked(message))
            {
                _queue.Enqueue(message);
                if (!_blocked)
                {
                    FillLocked();
                }
            }
        }
    }

    /// <summary>Writes a message of one frame, if nothing else waits and there is room.</summary>
    /// <returns>False if it has to wait.</returns>
    public bool TrySend(in FrameHeader header, ReadOnlySpan<byte> content)
    {
        if (content.Length > ProtocolLimits.MaxPiece)
        {
            return false;
        }

        lock (_gate)
        {
            if (_memory is null)
            {
                return true;
            }

            try
            {
                if (!_queue.IsEmpty || !_writer.TryReserve(FrameHeader.Size + content.Length, out Span<byte> frame))
                {
                    return false;
                }

                content.CopyTo(frame[FrameHeader.Size..]);
                (header with { Length = content.Length }).Write(frame);
            }
            catch (ProtocolException e)
            {
                _violated(e);
                Close();
                return true;
            }

            CommitLocked(header.CanWait);
            return true;
        }
    }

    /// <summary>Writes what waits and fits by now.</summary>
    /// <param name="stays">
    /// Whether the calling thread comes back for the rest: then nobody is rung for room. When it leaves, it has to wake the thread that calls this without.
    /// </param>
    /// <returns>Whether anything was written.</returns>
    public bool Resume(bool stays = false)
    {
        lock (_gate)
        {
            return _memory is not null && _blocked && FillLocked(stays);
        }
    }

    public bool TryAbandonCall(long callId)
    {
        lock (_gate)
        {
            return _queue.TryAbandonCall(callId);
        }
    }

    public Task DrainAsync()
    {
        lock (_gate)
        {
            return _queue.IsEmpty
                ? Task.CompletedTask
                : (_drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Drops what waits and what will come.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _queue.Clear();
            TellDrainedLocked();
            _memory?.Dispose();
            _memory = null;
        }
    }

    private bool TrySendLocked(OutgoingMessage message)
    {
        try
        {
            if (!_writer.TryReserve(message.NextFrameSize, out Span<byte> frame))
            {
                return false;
            }

            message.WriteFrame(frame);
        }
        catch (ProtocolException e)
        {
            _violated(e);
            Close();
            message.Release();
            return true;
        }

        message.Release();
        CommitLocked(message.CanWait);
        return true;
    }

    /// <summary>Writes whole frames as long as there is room. Once around the ring at most, because others wait for the lock.</summary>
    private bool FillLocked(bool stays = false)
    {
        bool written = false;
        if (stays)
        {
            _writer.StopWantingRoom();
        }

        try
        {
            int budget = RingLayout.DefaultCapacity;
            while (_queue.NextFrameSize is > 0 and int size)
            {
                if (budget < 0)
                {
                    // There may be room still: go on by the thread that would be woken up for it.
                    _blocked = true;
                    if (!stays)
                    {
                        _own.Ring();
                    }

                    return true;
                }

                if (!_writer.TryReserve(size, out Span<byte> frame))
                {
                    // Once more after the wish is known: the reader may have given room back in between, and would not ring for that.
                    _blocked = true;
                    if (stays)
                    {
                        return written;
                    }

                    _writer.WantRoom();
                    if (!_writer.TryReserve(size, out frame))
                    {
                        return written;
                    }
                }

                bool canWait = _queue.NextCanWait;
                _queue.WriteNext(frame);
                CommitLocked(canWait);
                budget -= size;
                written = true;
            }
        }
        catch (ProtocolException e)
        {
            _violated(e);
            Close();
            return written;
        }

        TellDrainedLocked();
        return written;
    }

    private void CommitLocked(bool canWait)
    {
        _writer.Commit();
        _peer.Ring(_writer.TakeWaiting(canWait));
    }

    private void TellDrainedLocked()
    {
        _blocked = false;
        _drained?.TrySetResult();
        _drained = null;
    }
}
