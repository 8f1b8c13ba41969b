using ProcGen.CompilerServices;
using ProcGen.Protocol;
using ProcGen.Transport;

namespace ProcGen.Tests.Transport;

/// <summary>One real end of a shared-memory connection, and bare access to everything that the other end could do.</summary>
internal sealed class WildPeer : IMessageSink, IDisposable
{
    private static readonly byte[] s_nonce = new byte[SharedSegment.NonceSize];

    private readonly EventBell _workerBell;
    private readonly EventBell _bell;

    private WildPeer(SocketChannel carrierEnd, SocketChannel control, bool wildWorker)
    {
        Control = control;
        SharedSegment segment = SharedSegment.Create(RingLayout.MinimumCapacity, s_nonce);
        Segment = SharedSegment.Open(Duplicate.Of(segment.Memory.Descriptor!), segment.Capacity, s_nonce);
        _workerBell = new EventBell();
        if (wildWorker)
        {
            // The wild one is the worker.
            Carrier = new ParentRingCarrier(carrierEnd, segment, Doorbell.Shared, _workerBell);
            Incoming = Segment.ToParent;
            Outgoing = Segment.ToWorker;
            _bell = Doorbell.Shared.Bell;
        }
        else
        {
            Carrier = new WorkerRingCarrier(carrierEnd, segment, _workerBell, new EventBell(Duplicate.Of(Doorbell.Shared.Bell.Descriptor)));
            Incoming = Segment.ToWorker;
            Outgoing = Segment.ToParent;
            _bell = _workerBell;
        }

        Writer = new RingWriter(Incoming);
    }

    /// <summary>The real end.</summary>
    public SharedMemoryCarrier Carrier { get; }

    /// <summary>The wild end of the channel.</summary>
    public SocketChannel Control { get; }

    public SharedSegment Segment { get; }

    /// <summary>What the real end reads.</summary>
    public RingMemory Incoming { get; }

    /// <summary>What the real end writes.</summary>
    public RingMemory Outgoing { get; }

    public RingWriter Writer { get; }

    /// <summary>What the real end received.</summary>
    public List<(FrameHeader Header, PayloadBuffer Content)> Received { get; } = [];

    /// <param name="wildWorker">Whether the real end is the parent's.</param>
    public static async Task<WildPeer> CreateAsync(bool wildWorker)
    {
        (SocketChannel left, SocketChannel right) = await SocketPair.CreateAsync();
        return new WildPeer(left, right, wildWorker);
    }

    /// <summary>Puts a frame into the ring as it is.</summary>
    public void Write(byte[] frame)
    {
        Assert.True(Writer.TryReserve(frame.Length, out Span<byte> place));
        frame.CopyTo(place);
        Writer.Commit();
        Ring();
    }

    public void Ring() => _bell.Ring();

    public void Dispose()
    {
        Carrier.Dispose();
        Control.Dispose();
        Segment.Dispose();
    }

    bool IMessageSink.Accepts(in FrameHeader header) => true;

    void IMessageSink.OnMessage(in FrameHeader header, PayloadBuffer content)
    {
        lock (Received)
        {
            Received.Add((header, content));
        }
    }

    void IMessageSink.OnAbandoned(in FrameHeader header) { }
}
