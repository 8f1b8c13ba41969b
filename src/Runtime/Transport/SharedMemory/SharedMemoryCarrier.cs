using ProcGen.Protocol;

namespace ProcGen.Transport;

/// <summary>
/// Carries frames over a pair of rings in shared memory. The byte channel over which the two sides met stays open and silent: its end is the other side's end.
/// </summary>
internal abstract unsafe class SharedMemoryCarrier : IFrameCarrier, IStartMarked
{
    private const int New = 0, Receiving = 1, Closed = 2;

    // Where the parent looks for replies. By the thread that has entered the receiver, which holds the memory.
    private readonly int* _processor;
    private volatile ProtocolException? _violation;
    private int _state;

    /// <param name="control">The channel.</param>
    /// <param name="segment">What holds both rings; the carrier takes over the caller's hold.</param>
    /// <param name="outgoing">The ring that is written.</param>
    /// <param name="incoming">The ring that is read.</param>
    /// <param name="own">Wakes this side.</param>
    /// <param name="peer">Wakes the other side; owned.</param>
    protected SharedMemoryCarrier(ByteChannel control, SharedSegment segment, RingMemory outgoing, RingMemory incoming, EventBell own, PeerBells peer)
    {
        Control = control;
        Own = own;
        Peer = peer;
        Sender = new RingSender(new RingWriter(outgoing), segment.Memory, own, peer, Fail);
        Receiver = new RingReceiver(incoming, segment.Memory, peer);
        StartMark = segment.NewStartMark();
        _processor = segment.Processor;
        segment.Dispose();
    }

    /// <inheritdoc/>
    public IStartMark StartMark { get; }

    protected ByteChannel Control { get; }

    protected EventBell Own { get; }

    protected PeerBells Peer { get; }

    protected RingSender Sender { get; }

    protected RingReceiver Receiver { get; }

    /// <summary>What the other side did that it may not, noticed by a thread that sends.</summary>
    protected ProtocolException? Violation => _violation;

    protected bool IsDisposed => Volatile.Read(ref _state) == Closed;

    /// <inheritdoc/>
    public void Send(OutgoingMessage message) => Sender.Send(message);

    /// <inheritdoc/>
    public bool TrySend(in FrameHeader header, ReadOnlySpan<byte> content) => Sender.TrySend(header, content);

    /// <inheritdoc/>
    public bool TryAbandonCall(long callId) => Sender.TryAbandonCall(callId);

    /// <inheritdoc/>
    public Task DrainAsync() => Sender.DrainAsync();

    /// <inheritdoc/>
    public abstract Task ReceiveAsync(IMessageSink sink);

    /// <inheritdoc/>
    public abstract void Receive(IMessageSink sink);

    /// <inheritdoc/>
    public void Dispose()
    {
        int before = Interlocked.Exchange(ref _state, Closed);
        Control.Dispose();
        Sender.Close();
        if (before == New && Receiver.TryEnter())
        {
            // Otherwise who receives sees the end of the channel, and lets go of the rest.
            EndReceiving();
        }
    }

    /// <summary>The number of the processor on which the parent looked last for replies, -1 before that. Only a hint. By the thread that has entered the receiver.</summary>
    protected int PeerProcessor
    {
        get => Volatile.Read(ref *_processor) - 1;
        set
        {
            // Seldom written: otherwise each call would move the word's cache line.
            if (*_processor != value + 1)
            {
                Volatile.Write(ref *_processor, value + 1);
            }
        }
    }

    /// <summary>Begins to receive, unless disposed of before.</summary>
    protected bool TryStart(IMessageSink sink)
    {
        Receiver.Start(sink);
        return Interlocked.CompareExchange(ref _state, Receiving, New) == New;
    }

    /// <summary>Frees what receiving needs. By the thread that has entered the receiver, once: it never leaves it again.</summary>
    protected virtual void EndReceiving()
    {
        Receiver.Dispose();
        Sender.Close();
        Peer.Dispose();
    }

    /// <summary>Reads from the channel what nobody may send.</summary>
    /// <param name="read">What a read gave.</param>
    protected static void DemandSilence(int read)
    {
        if (read > 0)
        {
            throw new ProtocolException("The other side sent bytes over the channel of a connection whose frames are in shared memory.");
        }
    }

    private void Fail(ProtocolException violation)
    {
        _violation = violation;
        Own.Ring();
    }
}
