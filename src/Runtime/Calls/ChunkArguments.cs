using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Calls;

/// <summary>
/// The written arguments of the calls of a chunk, kept until each has its end, because those of a worker that died are sent again. Chunks that were split off share them. Thread-safe.
/// </summary>
internal sealed class ChunkArguments
{
    private readonly ChunkContent _header;
    private readonly SharedPayload _content;

    // Where each call's arguments begin, and the end of the last one; null where all have the same size.
    private readonly int[]? _offsets;

    // Held by its chunks, of which there is none yet.
    private int _chunks;

    /// <param name="header">What goes in front.</param>
    /// <param name="content">Room for the header, and the arguments; owned.</param>
    /// <param name="sizes">The size of each call's arguments; empty where all have the header's.</param>
    public ChunkArguments(ChunkContent header, PayloadBuffer content, ReadOnlySpan<int> sizes)
    {
        _header = header;
        if (header.Size == ChunkContent.Differs)
        {
            _offsets = new int[sizes.Length + 1];
            _offsets[0] = ChunkContent.HeaderSize;
            for (int i = 0; i < sizes.Length; i++)
            {
                _offsets[i + 1] = checked(_offsets[i] + sizes[i]);
            }

            WriteSizes(content, sizes);
        }

        Span<byte> place = MemoryMarshal.AsMemory(content.AsSequence().First).Span;
        header.Write(place);
        _content = new SharedPayload(content);
    }

    public int Count => _header.Count;

    public bool IsDivisible => (_header.Flags & ChunkFlags.Divisible) != 0;

    public void Hold() => Interlocked.Increment(ref _chunks);

    public void Release()
    {
        if (Interlocked.Decrement(ref _chunks) == 0)
        {
            _content.Release();
        }
    }

    /// <summary>The bytes of some calls' arguments.</summary>
    public long SizeOf(int first, int count) => OffsetOf(first + count) - OffsetOf(first);

    /// <summary>The content of a frame with some of the calls.</summary>
    /// <returns>Held for the caller.</returns>
    public SharedPayload Slice(int first, int count)
    {
        if (first == 0 && count == Count && _content.TryHold())
        {
            return _content;
        }

        // The shared objects among them are kept by the whole.
        PayloadBuffer content = PayloadBuffer.Rent();
        Span<byte> place = content.GetSpan(ChunkContent.HeaderSize);
        (_header with { Count = count }).Write(place);
        content.Advance(ChunkContent.HeaderSize);
        foreach (ReadOnlyMemory<byte> segment in _content.Bytes.Slice(OffsetOf(first), SizeOf(first, count)))
        {
            content.Write(segment.Span);
        }

        if (_offsets is not null)
        {
            Span<int> sizes = new int[count];
            for (int i = 0; i < count; i++)
            {
                sizes[i] = _offsets[first + i + 1] - _offsets[first + i];
            }

            WriteSizes(content, sizes);
        }

        return new SharedPayload(content);
    }

    private static void WriteSizes(PayloadBuffer content, ReadOnlySpan<int> sizes)
    {
        Span<byte> bytes = content.GetSpan(sizes.Length * sizeof(int));
        for (int i = 0; i < sizes.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes[(i * sizeof(int))..], sizes[i]);
        }

        content.Advance(sizes.Length * sizeof(int));
    }

    private long OffsetOf(int item) => _offsets is null ? ChunkContent.HeaderSize + ((long)item * _header.Size) : _offsets[item];
}
