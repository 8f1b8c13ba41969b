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
    private readonly PeerBells _sleepers;

    private WildPeer(SocketChannel parent, DescriptorChannel worker, bool wildWorker)
    {
        Control = wildWorker ? worker : parent;
        SharedSegment segment = SharedSegment.Create(RingLayout.MinimumCapacity, s_nonce);
        Segment = SharedSegment.Open(Duplicate.Of(segment.Memory.Descriptor!), segment.Capacity, s_nonce);
        _workerBell = new EventBell();
        if (wildWorker)
        {
            Carrier = new ParentRingCarrier(parent, segment, Doorbell.Shared, new PeerBells(_workerBell, new EventBell()));
            Incoming = Segment.ToParent;
            Outgoing = Segment.ToWorker;
            _bell = Doorbell.Shared.Bell;
            _sleepers = new PeerBells(_bell, main: null);
        }
        else
        {
            var main = new EventBell();
            _sleepers = new PeerBells(_workerBell, main);
            Carrier = new WorkerRingCarrier(
                worker, segment, _workerBell, main, new PeerBells(new EventBell(Duplicate.Of(Doorbell.Shared.Bell.Descriptor)), main: null));
            Incoming = Segment.ToWorker;
            Outgoing = Segment.ToParent;
            _bell = _workerBell;
        }

        Writer = new RingWriter(Incoming);
    }

    /// <summary>The real end.</summary>
    public SharedMemoryCarrier Carrier { get; }

    /// <summary>The wild end of the channel.</summary>
    public DescriptorChannel Control { get; }

    public SharedSegment Segment { get; }

    /// <summary>What the real end reads.</summary>
    public RingMemory Incoming { get; }

    /// <summary>What the real end writes.</summary>
    public RingMemory Outgoing { get; }

    public RingWriter Writer { get; }

    /// <summary>What the real end received.</summary>
    public List<(FrameHeader Header, PayloadBuffer Content)> Received { get; } = [];

    /// <summary>Called after each message, on the thread that received it.</summary>
    public Action? OnReceived { get; set; }

    /// <summary>The threads on which it received.</summary>
    public List<int> Threads { get; } = [];

    /// <param name="wildWorker">Whether the real end is the parent's.</param>
    public static async Task<WildPeer> CreateAsync(bool wildWorker)
    {
        (SocketChannel left, DescriptorChannel right) = await SocketPair.CreateAsync();
        return new WildPeer(left, right, wildWorker);
    }

    /// <summary>How many messages the real end received.</summary>
    public int Count
    {
        get
        {
            lock (Received)
            {
                return Received.Count;
            }
        }
    }

    /// <summary>Puts a frame into the ring as it is, and wakes the thread that receives, needed or not.</summary>
    public void Write(byte[] frame)
    {
        WriteQuietly(frame);
        Ring();
    }

    /// <summary>Puts a frame into the ring and wakes nobody.</summary>
    public void WriteQuietly(byte[] frame)
    {
        Assert.True(Writer.TryReserve(frame.Length, out Span<byte> place));
        frame.CopyTo(place);
        Writer.Commit();
    }

    /// <summary>Puts a frame into the ring and wakes whoever sleeps there, as a sender does.</summary>
    public void Send(byte[] frame)
    {
        WriteQuietly(frame);
        _sleepers.Ring(Writer.TakeWaiting());
    }

    public void Ring() => _bell.Ring();

    public void Dispose()
    {
        Carrier.Dispose();
        Carrier.StartMark.Dispose();
        Control.Dispose();
        Segment.Dispose();
    }

    bool IMessageSink.Accepts(in FrameHeader header) => true;

    void IMessageSink.OnMessage(in FrameHeader header, PayloadBuffer content)
    {
        lock (Received)
        {
            Received.Add((header, content));
            Threads.Add(Environment.CurrentManagedThreadId);
        }

        OnReceived?.Invoke();
    }

    void IMessageSink.OnAbandoned(in FrameHeader header) { }
}
