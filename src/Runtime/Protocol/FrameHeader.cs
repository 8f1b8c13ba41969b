using System.Buffers.Binary;

namespace ProcGen.Protocol;

/// <summary>
/// The fixed part of every frame, little-endian:
/// <code>
///  0  length   u32  payload bytes in this frame, at most <see cref="ProtocolLimits.MaxPiece"/>
///  4  type     u8   <see cref="FrameType"/>
///  5  flags    u8   <see cref="FrameFlags"/>
///  6  ordinal  u16  which assembly, live argument or failure; see the type
///  8  call id  i64  0 where the frame belongs to no call
/// 16  crc      u32  CRC32C of bytes 0–15, 20–23 and, without <see cref="FrameFlags.Bulk"/>, of the payload
/// 20  reserved u32  0
/// </code>
/// 24 bytes, so that frames in a ring stay aligned to 8.
/// </summary>
internal readonly record struct FrameHeader(FrameType Type, FrameFlags Flags, ushort Ordinal, long CallId, int Length)
{
    public const int Size = 24;

    private const int CrcOffset = 16;
    private const int ReservedOffset = 20;
    private const FrameFlags KnownFlags = FrameFlags.MorePieces | FrameFlags.Bulk | FrameFlags.Abandoned | FrameFlags.WholeCall | FrameFlags.Debugged | FrameFlags.Interruptible
        | FrameFlags.QuietStart | FrameFlags.LookedFor;

    public bool Has(FrameFlags flag) => (Flags & flag) != 0;

    /// <summary>Whether the other side need not hear of it before it looks by itself.</summary>
    public bool CanWait => Type.CanWaitForBody || Has(FrameFlags.LookedFor);

    /// <summary>Writes the header in front of its payload, which already stands behind it.</summary>
    /// <param name="frame">The header's place and the payload.</param>
    public void Write(Span<byte> frame)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)Length);
        frame[4] = (byte)Type;
        frame[5] = (byte)Flags;
        BinaryPrimitives.WriteUInt16LittleEndian(frame[6..], Ordinal);
        BinaryPrimitives.WriteInt64LittleEndian(frame[8..], CallId);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[ReservedOffset..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[CrcOffset..], Checksum(frame, Length, Has(FrameFlags.Bulk)));
    }

    /// <summary>Reads a header and checks all of it that can be checked without the payload.</summary>
    /// <param name="bytes">At least <see cref="Size"/> bytes.</param>
    /// <exception cref="ProtocolException">The length, type or flags are none that this protocol has.</exception>
    public static FrameHeader Read(ReadOnlySpan<byte> bytes)
    {
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        var type = (FrameType)bytes[4];
        var flags = (FrameFlags)bytes[5];
        if (length > ProtocolLimits.MaxPiece)
        {
            throw new ProtocolException($"A frame announces {length} bytes; the most is {ProtocolLimits.MaxPiece}.");
        }

        if (type is FrameType.None or > FrameType.Items)
        {
            throw new ProtocolException($"A frame has the unknown type {(byte)type}.");
        }

        if ((flags & ~KnownFlags) != 0 || ((flags & FrameFlags.MorePieces) != 0 && (flags & FrameFlags.Bulk) == 0))
        {
            throw new ProtocolException($"A frame of type {type} has the impossible flags 0x{(byte)flags:x2}.");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[ReservedOffset..]) != 0)
        {
            throw new ProtocolException($"A frame of type {type} has reserved bytes that are not zero.");
        }

        return new FrameHeader(
            type, flags, BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), (int)length);
    }

    /// <summary>Compares the checksum.</summary>
    /// <param name="frame">The whole frame.</param>
    /// <exception cref="ProtocolException">The bytes are not what was sent.</exception>
    public void Verify(ReadOnlySpan<byte> frame)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(frame[CrcOffset..]) != Checksum(frame, Length, Has(FrameFlags.Bulk)))
        {
            throw new ProtocolException($"A frame of type {Type} for call {CallId} has a wrong checksum.");
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> frame, int length, bool headerOnly)
    {
        uint crc = Crc32C.Append(Crc32C.Seed, frame[..CrcOffset]);
        crc = Crc32C.Append(crc, frame[ReservedOffset..Size]);
        return Crc32C.Finish(headerOnly ? crc : Crc32C.Append(crc, frame.Slice(Size, length)));
    }
}
