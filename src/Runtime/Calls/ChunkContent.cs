using System.Buffers.Binary;
using ProcGen.Protocol;

namespace ProcGen.Calls;

/// <summary>
/// The content of a chunk's frame, little-endian: several calls of one method, whose arguments stand one behind the other.
/// <code>
///  0  method id  u64
///  8  count      i32  of calls, at least 1
/// 12  size       i32  the bytes that the arguments of each call take; -1 where they differ
/// 16  flags      i32  1 the time at which each begins is kept; 2 what has not begun can be given back, also when others have
/// 20  unused     u32
/// 24  the arguments; behind them, where sizes differ, an i32 for each call
/// </code>
/// </summary>
internal readonly record struct ChunkContent(ulong MethodId, int Count, int Size, ChunkFlags Flags)
{
    public const int HeaderSize = 24;

    /// <summary>Stands for sizes of their own.</summary>
    public const int Differs = -1;

    public void Write(Span<byte> header)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(header, MethodId);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], Count);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], Size);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], (int)Flags);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 0);
    }

    /// <param name="content">The content, or its beginning.</param>
    /// <param name="length">How long all of it is.</param>
    /// <exception cref="ProtocolException">It is none.</exception>
    public static ChunkContent Read(ReadOnlySpan<byte> content, long length)
    {
        if (content.Length < HeaderSize)
        {
            throw new ProtocolException("A chunk is shorter than its header.");
        }

        var header = new ChunkContent(
            BinaryPrimitives.ReadUInt64LittleEndian(content),
            BinaryPrimitives.ReadInt32LittleEndian(content[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(content[12..]),
            (ChunkFlags)BinaryPrimitives.ReadInt32LittleEndian(content[16..]));
        long least = header.Size == Differs ? (long)header.Count * sizeof(int) : (long)header.Count * header.Size;
        bool fits = header.Size == Differs ? length - HeaderSize >= least : length - HeaderSize == least;
        return header is { Count: > 0, Size: >= Differs } && fits
            ? header
            : throw new ProtocolException($"A chunk of {length} bytes announces {header.Count} calls of {header.Size} bytes.");
    }
}

/// <summary>How a worker runs a chunk.</summary>
[Flags]
internal enum ChunkFlags
{
    None = 0,

    /// <summary>Its parent wants to know since when the call at hand has been running.</summary>
    Timed = 1,

    /// <summary>Calls that have not begun can be given back although others of the chunk have.</summary>
    Divisible = 2,
}
