using CsCheck;
using ProcGen.Protocol;

namespace ProcGen.Tests.Protocol;

public sealed class FrameHeaderTests
{
    [Fact]
    public void The_checksum_is_crc32c() =>

        // The check value that the algorithm's definitions name.
        Assert.Equal(0xE3069283u, Crc32C.Compute("123456789"u8));

    [Fact]
    public void Every_header_is_read_back_as_it_was_written() => Frames.Valid.Sample(frame =>
    {
        FrameHeader read = FrameHeader.Read(frame.Bytes);
        read.Verify(frame.Bytes);
        Assert.Equal(frame.Header, read);
    });

    [Fact]
    public void A_flipped_bit_is_noticed_except_in_the_payload_of_a_bulk_piece() =>
        Gen.Select(Frames.Valid, Gen.Int[0, int.MaxValue], Gen.Int[0, 7]).Sample((frame, position, bit) =>
        {
            byte[] bytes = [.. frame.Bytes];
            int covered = frame.Header.Has(FrameFlags.Bulk) ? FrameHeader.Size : bytes.Length;
            bytes[position % covered] ^= (byte)(1 << bit);
            var sink = new Frames.Recorder();
            try
            {
                // A changed length may make the frame longer than what is there; then nothing comes out of it, which is right as well.
                FrameParser.Parse(bytes, sink);
            }
            catch (ProtocolException)
            {
                return;
            }

            Assert.Empty(sink.Received);
        });

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    public void A_frame_of_an_unknown_type_is_refused(byte type)
    {
        byte[] bytes = Frames.Write(new FrameHeader((FrameType)type, FrameFlags.None, 0, 1, 0), []);

        var error = Assert.Throws<ProtocolException>(() => FrameHeader.Read(bytes));

        Assert.Contains($"unknown type {type}", error.Message);
    }

    [Fact]
    public void A_frame_longer_than_a_piece_is_refused_from_its_header_alone()
    {
        byte[] bytes = new byte[FrameHeader.Size];
        new FrameHeader(FrameType.Call, FrameFlags.None, 0, 1, 0).Write(bytes);
        BitConverter.TryWriteBytes(bytes, ProtocolLimits.MaxPiece + 1);

        var error = Assert.Throws<ProtocolException>(() => FrameParser.Parse(bytes, new Frames.Recorder()));

        Assert.Contains($"the most is {ProtocolLimits.MaxPiece}", error.Message);
    }

    [Fact]
    public void More_pieces_are_announced_by_bulk_frames_only()
    {
        byte[] bytes = Frames.Write(new FrameHeader(FrameType.Call, FrameFlags.MorePieces, 0, 1, 0), []);

        Assert.Throws<ProtocolException>(() => FrameHeader.Read(bytes));
    }
}
