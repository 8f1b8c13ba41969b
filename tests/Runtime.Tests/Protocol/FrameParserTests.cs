using CsCheck;
using ProcGen.Protocol;

namespace ProcGen.Tests.Protocol;

public sealed class FrameParserTests
{
    [Fact]
    public void Frames_come_out_whole_and_in_order_however_the_bytes_are_cut() =>
        Gen.Select(Frames.Valid.Array[0, 12], Gen.Int[1, 200].Array[1, 20]).Sample((frames, cuts) =>
        {
            byte[] bytes = [.. frames.SelectMany(frame => frame.Bytes)];
            var sink = new Frames.Recorder();
            byte[] buffer = new byte[FrameParser.BufferSize];
            int count = 0;
            int cut = 0;
            for (int position = 0; position < bytes.Length;)
            {
                int n = Math.Min(cuts[cut++ % cuts.Length], bytes.Length - position);
                bytes.AsSpan(position, n).CopyTo(buffer.AsSpan(count));
                position += n;
                count += n;
                int used = FrameParser.Parse(buffer.AsSpan(0, count), sink);
                count -= used;
                buffer.AsSpan(used, count).CopyTo(buffer);
            }

            Assert.Equal(0, count);
            Assert.Equal(frames.Select(frame => frame.Header), sink.Received.Select(received => received.Header));
            Assert.Equal(frames.Select(frame => frame.Payload), sink.Received.Select(received => received.Payload));
        });

    [Fact]
    public void A_frame_that_is_cut_off_does_not_come_out() =>
        Gen.Select(Frames.Valid, Gen.Int[0, int.MaxValue]).Sample((frame, length) =>
        {
            var sink = new Frames.Recorder();

            int used = FrameParser.Parse(frame.Bytes.AsSpan(0, length % frame.Bytes.Length), sink);

            Assert.Equal(0, used);
            Assert.Empty(sink.Received);
        });

    [Fact]
    public void Any_bytes_give_frames_or_a_typed_error_and_nothing_else() =>
        Gen.Byte.Array[0, 2000].Sample(bytes =>
        {
            try
            {
                Assert.InRange(FrameParser.Parse(bytes, new Frames.Recorder()), 0, bytes.Length);
            }
            catch (ProtocolException)
            {
                // What it is for.
            }
        });

    [Fact]
    public void Refusing_a_frame_allocates_no_more_than_its_error()
    {
        byte[] bytes = new byte[FrameParser.BufferSize];
        new Random(1).NextBytes(bytes);
        var sink = new Frames.Recorder();
        Refuse();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Refuse();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024);

        void Refuse()
        {
            try
            {
                FrameParser.Parse(bytes, sink);
            }
            catch (ProtocolException)
            {
                // Expected of random bytes.
            }
        }
    }
}
