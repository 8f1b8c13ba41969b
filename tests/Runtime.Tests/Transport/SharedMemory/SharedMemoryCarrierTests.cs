using ProcGen.CompilerServices;
using ProcGen.Protocol;
using ProcGen.Tests.Protocol;
using ProcGen.Tests.Workers;
using ProcGen.Transport;

namespace ProcGen.Tests.Transport;

/// <summary>Both ends of the carrier, each with another end that does as it likes.</summary>
public sealed class SharedMemoryCarrierTests
{
    public static TheoryData<bool> Ends => [true, false];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_frame_with_a_wrong_checksum_ends_the_connection(bool wildWorker)
    {
        using WildPeer wild = await WildPeer.CreateAsync(wildWorker);
        Task receiving = wild.Carrier.ReceiveAsync(wild);
        byte[] frame = Frame(100);
        frame[^1] ^= 1;

        wild.Write(frame);

        await Assert.ThrowsAsync<ProtocolException>(() => receiving.Soon());
        Assert.Empty(wild.Received);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_frame_of_another_length_than_its_record_ends_the_connection(bool wildWorker)
    {
        using WildPeer wild = await WildPeer.CreateAsync(wildWorker);
        Task receiving = wild.Carrier.ReceiveAsync(wild);

        wild.Write([.. Frame(100), .. new byte[8]]);

        var error = await Assert.ThrowsAsync<ProtocolException>(() => receiving.Soon());
        Assert.Contains("announces 100 bytes in a record of 132", error.Message);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Memory_that_is_no_record_ends_the_connection(bool wildWorker)
    {
        using WildPeer wild = await WildPeer.CreateAsync(wildWorker);
        Task receiving = wild.Carrier.ReceiveAsync(wild);

        wild.Incoming.LengthAt(0) = 0x7fff_ffff;
        wild.Ring();

        await Assert.ThrowsAsync<ProtocolException>(() => receiving.Soon());
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_head_that_cannot_be_ends_the_connection_of_who_sends(bool wildWorker)
    {
        using WildPeer wild = await WildPeer.CreateAsync(wildWorker);
        Task receiving = wild.Carrier.ReceiveAsync(wild);
        wild.Outgoing.Head = -8;

        wild.Carrier.Send(Message(10 * RingLayout.MinimumCapacity));

        await Assert.ThrowsAsync<ProtocolException>(() => receiving.Soon());
        await wild.Carrier.DrainAsync().Soon();
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Bytes_over_the_silent_channel_end_the_connection(bool wildWorker)
    {
        using WildPeer wild = await WildPeer.CreateAsync(wildWorker);
        Task receiving = wild.Carrier.ReceiveAsync(wild);

        await wild.Control.WriteAsync(new byte[1], TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<ProtocolException>(() => receiving.Soon());
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task What_was_sent_before_the_end_is_received_and_a_message_in_pieces_dropped(bool wildWorker)
    {
        using WildPeer wild = await WildPeer.CreateAsync(wildWorker);
        for (int i = 0; i < 1000; i++)
        {
            wild.Write(Frame(100));
        }

        wild.Write(Frames.Write(new FrameHeader(FrameType.Log, FrameFlags.Bulk | FrameFlags.MorePieces, 0, 5, 1000), new byte[1000]));
        wild.Control.Dispose();

        await wild.Carrier.ReceiveAsync(wild).Soon();

        Assert.Equal(1000, wild.Received.Count);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task What_was_received_does_not_change_when_the_other_side_writes_over_it(bool wildWorker)
    {
        using WildPeer wild = await WildPeer.CreateAsync(wildWorker);
        _ = wild.Carrier.ReceiveAsync(wild);
        wild.Write(Frame(1000));
        await Eventually.HoldsAsync(() => wild.Count == 1);

        Overwrite(wild.Incoming);

        Assert.All(wild.Received[0].Content.ToArray(), b => Assert.Equal(0x55, b));
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Messages_that_do_not_fit_wait_for_room_and_then_come_whole_and_in_turns(bool wildWorker)
    {
        using WildPeer wild = await WildPeer.CreateAsync(wildWorker);
        Task receiving = wild.Carrier.ReceiveAsync(wild);
        const int Length = 5 * RingLayout.MinimumCapacity;
        wild.Carrier.Send(Message(Length));
        Task drained = wild.Carrier.DrainAsync();
        wild.Carrier.Send(new OutgoingMessage(FrameType.Pong, 7));
        Assert.False(drained.IsCompleted);

        var reader = new RingReader(wild.Outgoing);
        int length = 0;
        bool hasOther = false, sawLast = false;
        while (!sawLast || !hasOther)
        {
            FrameHeader header = default;
            await Eventually.HoldsAsync(() => TryRead(wild, reader, out header));
            hasOther |= header.CallId == 7;
            length += header.Length;

            // A small message goes between the pieces of a large one.
            Assert.True(hasOther || length < Length);
            sawLast |= header.CallId == 1 && !header.Has(FrameFlags.MorePieces);
        }

        Assert.Equal(Length, length);
        await drained.Soon();
        wild.Control.Dispose();
        await receiving.Soon();
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task After_its_end_it_takes_messages_and_drops_them(bool wildWorker)
    {
        using WildPeer wild = await WildPeer.CreateAsync(wildWorker);
        Task receiving = wild.Carrier.ReceiveAsync(wild);
        wild.Carrier.Dispose();
        wild.Carrier.Dispose();
        await receiving.Soon();

        wild.Carrier.Send(Message(10 * RingLayout.MinimumCapacity));
        wild.Carrier.Send(new OutgoingMessage(FrameType.Pong, 7));

        await wild.Carrier.DrainAsync().Soon();
        Assert.False(wild.Carrier.TryAbandonCall(1));
        Assert.Equal(0, wild.Outgoing.LengthAt(0));
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task One_that_never_received_frees_everything_when_it_is_disposed_of(bool wildWorker)
    {
        using WildPeer wild = await WildPeer.CreateAsync(wildWorker);
        wild.Carrier.Send(new OutgoingMessage(FrameType.Pong, 7));

        wild.Carrier.Dispose();

        await wild.Carrier.ReceiveAsync(wild).Soon();
        Assert.Equal(0, await wild.Control.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
    }

    private static byte[] Frame(int length)
    {
        byte[] payload = new byte[length];
        payload.AsSpan().Fill(0x55);
        return Frames.Write(new FrameHeader(FrameType.Log, FrameFlags.None, 0, 0, length), payload);
    }

    private static OutgoingMessage Message(int length)
    {
        PayloadBuffer content = PayloadBuffer.Rent();
        content.Write(new byte[length]);
        return new OutgoingMessage(FrameType.Item, 1, 0, content);
    }

    private static bool TryRead(WildPeer wild, RingReader reader, out FrameHeader header)
    {
        if (!reader.TryPeek(out ReadOnlySpan<byte> frame))
        {
            header = default;
            return false;
        }

        header = FrameHeader.Read(frame);
        header.Verify(frame);
        if (reader.Advance())
        {
            wild.Ring();
        }

        return true;
    }

    private static unsafe void Overwrite(RingMemory ring) => new Span<byte>(ring.Data, ring.Capacity).Fill(0xff);
}
