using System.Buffers.Binary;
using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Calls;

/// <summary>
/// The ends of calls of a chunk, in their order, little-endian. In a worker they stand in memory that its parent can read after the worker's death, and grow call by call; the count
/// is what commits one.
/// <code>
///  0  elapsed  i64  how long the calls took together, in ticks of 100 ns
///  8  count    i32  of the ends
/// 12  unused   u32
/// 16  blocks: count i32, form i32, content. A form of 0 or more is the size of each of the count results that follow. A negative one is one error: -1 - its failure, the
///     length of the error i32, the error.
/// </code>
/// </summary>
internal static class ItemBlocks
{
    public const int HeaderSize = 16;

    /// <summary>What stands before the results of a block.</summary>
    public const int BlockHeaderSize = 8;

    public const int CountOffset = 8;

    public static long ReadElapsed(ReadOnlySpan<byte> content) => BinaryPrimitives.ReadInt64LittleEndian(content);

    public static int ReadCount(ReadOnlySpan<byte> content) => BinaryPrimitives.ReadInt32LittleEndian(content[CountOffset..]);

    /// <summary>How many ends a message of a worker brings.</summary>
    /// <param name="content">Its content.</param>
    /// <param name="most">How many there can be.</param>
    /// <exception cref="ProtocolException">It is none, or brings more.</exception>
    public static int ReadCount(PayloadBuffer content, int most)
    {
        ReadOnlySpan<byte> first = content.TryGetSingleSpan(out ReadOnlySpan<byte> all) ? all : content.AsSequence().FirstSpan;
        int count = first.Length < HeaderSize ? -1 : ReadCount(first);
        return count >= 0 && count <= most ? count : throw new ProtocolException($"A worker sent {count} ends of calls of a chunk, of which {most} are left.");
    }

    public static void WriteHeader(Span<byte> header, long elapsed, int count)
    {
        BinaryPrimitives.WriteInt64LittleEndian(header, elapsed);
        BinaryPrimitives.WriteInt32LittleEndian(header[CountOffset..], count);
        BinaryPrimitives.WriteUInt32LittleEndian(header[12..], 0);
    }

    public static void WriteBlockHeader(Span<byte> header, int count, int form)
    {
        BinaryPrimitives.WriteInt32LittleEndian(header, count);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], form);
    }

    /// <summary>The form of a block that holds an error.</summary>
    public static int FormOf(CallFailure failure) => -1 - (int)failure;

    /// <summary>What the error of a block with a negative form is of.</summary>
    public static CallFailure FailureOf(int form) => (CallFailure)(-1 - form);
}
