using System.Buffers;
using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A piece of memory; it arrives as an array of its own.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MemoryCodec<T, TItem> : IProcessCodec<Memory<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, Memory<T> value)
    {
        Items.Write<T, TItem>(ref writer, value.Span);
    }

    /// <inheritdoc/>
    public static Memory<T> Read(ref PayloadReader reader)
    {
        return Items.ReadArray<T, TItem>(ref reader);
    }
}

/// <summary>A piece of memory; it arrives as an array of its own.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReadOnlyMemoryCodec<T, TItem> : IProcessCodec<ReadOnlyMemory<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ReadOnlyMemory<T> value)
    {
        Items.Write<T, TItem>(ref writer, value.Span);
    }

    /// <inheritdoc/>
    public static ReadOnlyMemory<T> Read(ref PayloadReader reader)
    {
        return Items.ReadArray<T, TItem>(ref reader);
    }
}

/// <summary>A part of an array; it arrives as an array of its own.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ArraySegmentCodec<T, TItem> : IProcessCodec<ArraySegment<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ArraySegment<T> value)
    {
        if (value.Array is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.Write<T, TItem>(ref writer, new ReadOnlySpan<T>(value.Array, value.Offset, value.Count));
    }

    /// <inheritdoc/>
    public static ArraySegment<T> Read(ref PayloadReader reader)
    {
        T[]? items = Items.ReadArray<T, TItem>(ref reader);
        return items is null ? default : new ArraySegment<T>(items);
    }
}

/// <summary>A sequence of pieces of memory; it arrives in one piece.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReadOnlySequenceCodec<T, TItem> : IProcessCodec<ReadOnlySequence<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ReadOnlySequence<T> value)
    {
        writer.WriteLength(checked((int)value.Length));
        foreach (ReadOnlyMemory<T> piece in value)
        {
            Items.WriteAll<T, TItem>(ref writer, piece.Span);
        }
    }

    /// <inheritdoc/>
    public static ReadOnlySequence<T> Read(ref PayloadReader reader)
    {
        T[]? items = Items.ReadArray<T, TItem>(ref reader);
        return items is null ? default : new ReadOnlySequence<T>(items);
    }
}
