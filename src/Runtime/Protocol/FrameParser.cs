namespace ProcGen.Protocol;

/// <summary>Takes checked frames. Must not block and must not run user code.</summary>
internal interface IFrameSink
{
    /// <summary>A frame came in.</summary>
    /// <param name="header">Its header.</param>
    /// <param name="payload">Its payload, valid during this call only.</param>
    void OnFrame(in FrameHeader header, ReadOnlySpan<byte> payload);
}

/// <summary>Cuts a stream of bytes into frames. Nothing is allocated for a frame, and nothing of it is looked at before its length and checksum are right.</summary>
internal static class FrameParser
{
    /// <summary>Room for the largest frame and the beginning of the next.</summary>
    public const int BufferSize = 2 * (FrameHeader.Size + ProtocolLimits.MaxPiece);

    /// <summary>Hands every whole frame to the sink.</summary>
    /// <returns>The number of bytes used up; the rest is the beginning of a frame, to be given again with what follows.</returns>
    /// <exception cref="ProtocolException">The bytes are not frames.</exception>
    public static int Parse(ReadOnlySpan<byte> bytes, IFrameSink sink)
    {
        int position = 0;
        while (bytes.Length - position >= FrameHeader.Size)
        {
            ReadOnlySpan<byte> rest = bytes[position..];
            FrameHeader header = FrameHeader.Read(rest);
            int size = FrameHeader.Size + header.Length;
            if (rest.Length < size)
            {
                break;
            }

            header.Verify(rest);
            sink.OnFrame(header, rest[FrameHeader.Size..size]);
            position += size;
        }

        return position;
    }
}
