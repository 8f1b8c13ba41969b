using CsCheck;
using ProcGen.CompilerServices;
using ProcGen.Protocol;
using ProcGen.Transport;

namespace ProcGen.Tests.Protocol;

public sealed class MessageAssemblerTests
{
    private static readonly Gen<int> s_size = Gen.OneOf(
        Gen.Int[0, 100], Gen.Int[ProtocolLimits.MaxPiece - 2, ProtocolLimits.MaxPiece + 2], Gen.Int[0, 5 * ProtocolLimits.MaxPiece]);

    [Fact]
    public void Messages_of_several_calls_come_out_whole_whatever_their_sizes() =>
        Gen.Select(Gen.Int[1, 4], s_size).Array[1, 12].Sample(messages =>
        {
            var queue = new SendQueue();
            for (int i = 0; i < messages.Length; i++)
            {
                queue.Enqueue(new OutgoingMessage(FrameType.Item, messages[i].Item1, (ushort)i, Content(messages[i].Item2, i)));
            }

            var sink = new Recorder();
            using (var assembler = new MessageAssembler(sink))
            {
                Pump(queue, assembler);
            }

            Assert.True(queue.IsEmpty);
            Assert.Equal(messages.Length, sink.Received.Count);
            foreach ((FrameHeader header, byte[] content) in sink.Received)
            {
                (int call, int size) = messages[header.Ordinal];
                Assert.Equal(call, header.CallId);
                Assert.Equal(size, content.Length);
                Assert.All(content, b => Assert.Equal((byte)header.Ordinal, b));
            }

            foreach (int call in messages.Select(message => message.Item1).Distinct())
            {
                ushort[] order = [.. sink.Received.Where(received => received.Header.CallId == call).Select(received => received.Header.Ordinal)];
                Assert.Equal(order.Order(), order);
            }
        }, iter: 200);

    [Fact]
    public void Calls_take_turns_so_that_a_short_message_overtakes_another_calls_long_one()
    {
        var queue = new SendQueue();
        queue.Enqueue(new OutgoingMessage(FrameType.Call, 1, 0, Content(50 * ProtocolLimits.MaxPiece, 1)));
        queue.Enqueue(new OutgoingMessage(FrameType.Call, 2, 0, Content(10, 2)));

        var sink = new Recorder();
        using var assembler = new MessageAssembler(sink);
        Pump(queue, assembler);

        Assert.Equal([2L, 1L], sink.Received.Select(received => received.Header.CallId));
    }

    [Fact]
    public void Urgent_frames_overtake_everything_but_the_call_they_belong_to()
    {
        var queue = new SendQueue();
        queue.Enqueue(new OutgoingMessage(FrameType.Call, 1, 0, Content(50 * ProtocolLimits.MaxPiece, 1)));
        queue.Enqueue(new OutgoingMessage(FrameType.Cancel, 1, 0));
        queue.Enqueue(new OutgoingMessage(FrameType.Cancel, 2, 0));

        var sink = new Recorder();
        using var assembler = new MessageAssembler(sink);
        Pump(queue, assembler);

        Assert.Equal([(FrameType.Cancel, 2L), (FrameType.Call, 1L), (FrameType.Cancel, 1L)], sink.Received.Select(received => (received.Header.Type, received.Header.CallId)));
    }

    [Fact]
    public void A_call_that_is_given_up_in_the_middle_is_dropped_and_told()
    {
        var queue = new SendQueue();
        queue.Enqueue(new OutgoingMessage(FrameType.Call, 1, 0, Content(50 * ProtocolLimits.MaxPiece, 1)));
        var sink = new Recorder();
        using var assembler = new MessageAssembler(sink);
        byte[] buffer = new byte[FrameParser.BufferSize];
        FrameParser.Parse(buffer.AsSpan(0, queue.Fill(buffer)), assembler);

        Assert.True(queue.TryAbandonCall(1));
        Pump(queue, assembler);

        Assert.Empty(sink.Received);
        Assert.Equal(1, Assert.Single(sink.Abandoned).CallId);
        Assert.False(queue.TryAbandonCall(1));
    }

    [Fact]
    public void A_message_that_nobody_wants_is_skipped()
    {
        var queue = new SendQueue();
        queue.Enqueue(new OutgoingMessage(FrameType.Result, 7, 0, Content(3 * ProtocolLimits.MaxPiece, 1)));
        var sink = new Recorder { Wanted = false };
        using var assembler = new MessageAssembler(sink);

        Pump(queue, assembler);

        Assert.Empty(sink.Received);
    }

    [Fact]
    public void A_frame_in_the_middle_of_its_calls_message_is_refused()
    {
        using var assembler = new MessageAssembler(new Recorder());
        assembler.OnFrame(new FrameHeader(FrameType.Result, FrameFlags.Bulk | FrameFlags.MorePieces, 0, 1, 1), [1]);

        Assert.Throws<ProtocolException>(() => assembler.OnFrame(new FrameHeader(FrameType.Item, FrameFlags.Bulk, 0, 1, 1), [1]));
        Assert.Throws<ProtocolException>(() => assembler.OnFrame(new FrameHeader(FrameType.Result, FrameFlags.None, 0, 1, 1), [1]));
    }

    private static PayloadBuffer Content(int size, int value)
    {
        PayloadBuffer buffer = PayloadBuffer.Rent();
        byte[] bytes = new byte[size];
        bytes.AsSpan().Fill((byte)value);
        buffer.Write(bytes);
        return buffer;
    }

    private static void Pump(SendQueue queue, MessageAssembler assembler)
    {
        byte[] buffer = new byte[FrameParser.BufferSize];
        for (int size; (size = queue.Fill(buffer)) > 0;)
        {
            Assert.Equal(size, FrameParser.Parse(buffer.AsSpan(0, size), assembler));
        }
    }

    private sealed class Recorder : IMessageSink
    {
        public bool Wanted { get; init; } = true;

        public List<(FrameHeader Header, byte[] Content)> Received { get; } = [];

        public List<FrameHeader> Abandoned { get; } = [];

        public bool Accepts(in FrameHeader header) => Wanted;

        public void OnMessage(in FrameHeader header, PayloadBuffer content)
        {
            Received.Add((header, content.ToArray()));
            content.Return();
        }

        public void OnAbandoned(in FrameHeader header) => Abandoned.Add(header);
    }
}
