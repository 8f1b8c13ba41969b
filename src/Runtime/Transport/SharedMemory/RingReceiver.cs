using ProcGen.Protocol;

namespace ProcGen.Transport;

/// <summary>
/// Takes frames from a ring and hands messages to a sink. One thread at a time: whoever has entered. What the other side may still write to is never decoded: small
/// frames are copied whole and the copy's checksum is compared, of the pieces of larger messages the header is copied and checked, and their bytes are only moved.
/// </summary>
internal sealed class RingReceiver : IDisposable
{
    private readonly byte[] _frame = GC.AllocateUninitializedArray<byte>(RingLayout.LargestFrame);
    private readonly MappedMemory _memory;
    private readonly RingReader _reader;
    private readonly PeerBells _peer;
    private readonly int _turn;
    private MessageAssembler? _assembler;
    private int _entered;

    /// <param name="ring">The ring.</param>
    /// <param name="memory">Where it is; held until <see cref="Dispose"/>.</param>
    /// <param name="peer">Wakes the writer when it waits for room.</param>
    public RingReceiver(RingMemory ring, MappedMemory memory, PeerBells peer)
    {
        memory.Hold();
        _memory = memory;
        _reader = new RingReader(ring);
        _peer = peer;
        _turn = ring.Capacity;
    }

    /// <summary>Sets who takes the messages, before the first turn.</summary>
    public void Start(IMessageSink sink) => _assembler = new MessageAssembler(sink);

    /// <summary>Makes the calling thread the one that reads.</summary>
    public bool TryEnter() => Volatile.Read(ref _entered) == 0 && Interlocked.CompareExchange(ref _entered, 1, 0) == 0;

    /// <summary>Whether a thread has entered.</summary>
    public bool IsEntered => Volatile.Read(ref _entered) != 0;

    public void Exit() => Volatile.Write(ref _entered, 0);

    /// <summary>Takes what there is, up to the size of the ring, so that others have their turn.</summary>
    /// <returns>Whether there was something.</returns>
    /// <exception cref="ProtocolException">The other side wrote what it may not.</exception>
    public bool TakeTurn()
    {
        int taken = 0;
        while (taken < _turn && _reader.TryPeek(out ReadOnlySpan<byte> frame))
        {
            taken += frame.Length;
            OnFrame(frame);
            if (_reader.Advance())
            {
                _peer.Ring();
            }
        }

        return taken > 0;
    }

    /// <summary>Looks for a while whether something comes, and then offers the processor to others.</summary>
    /// <returns>False if it has been long enough: sleep.</returns>
    public bool TrySpin(ref SpinBudget spin)
    {
        for (int i = 0; i < SpinBudget.LooksBetweenYields; i++)
        {
            if (_reader.HasRecord)
            {
                return true;
            }

            SpinBudget.Pause();
        }

        return spin.TryYield();
    }

    /// <inheritdoc cref="RingReader.BeBusy"/>
    /// <returns>False if there is something now.</returns>
    public bool TryBeBusy()
    {
        _reader.BeBusy();
        return !_reader.HasRecord;
    }

    /// <summary>Announces a sleep.</summary>
    /// <param name="sleeper">Whose: a number of <see cref="PeerBells"/>.</param>
    /// <returns>False if there is something by now.</returns>
    public bool TryWait(int sleeper = PeerBells.Receiver) => _reader.TryWait(sleeper);

    /// <summary>Saves the other side from ringing for somebody who looks.</summary>
    public void StopWaiting() => _reader.StopWaiting();

    /// <summary>Drops messages of which only a part came, and lets go of the memory. By the thread that has entered, or when nobody ever will.</summary>
    public void Dispose()
    {
        _assembler?.Dispose();
        _memory.Dispose();
    }

    private void OnFrame(ReadOnlySpan<byte> frame)
    {
        Span<byte> copy = _frame;
        frame[..FrameHeader.Size].CopyTo(copy);
        FrameHeader header = FrameHeader.Read(copy);
        if (FrameHeader.Size + header.Length != frame.Length)
        {
            throw new ProtocolException($"A frame of type {header.Type} announces {header.Length} bytes in a record of {frame.Length}.");
        }

        ReadOnlySpan<byte> payload = frame[FrameHeader.Size..];
        if (!header.Has(FrameFlags.Bulk))
        {
            payload.CopyTo(copy[FrameHeader.Size..]);
            payload = copy[FrameHeader.Size..frame.Length];
        }

        header.Verify(copy);
        _assembler!.OnFrame(header, payload);
    }
}
