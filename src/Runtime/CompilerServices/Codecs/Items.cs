using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>What the codecs of collections have in common.</summary>
internal static class Items
{
    // Pieces fit the segments of a payload's buffer, so that large arrays are written to pooled memory and read without a detour.
    private const int Piece = 64 * 1024;

    /// <summary>Whether items are plain bytes, which go as one block. A constant for the JIT.</summary>
    private static bool IsBlock<T, TItem>()
        where TItem : IProcessCodec<T> => typeof(TItem) == typeof(UnmanagedCodec<T>);

    /// <summary>Writes the number of items and the items.</summary>
    public static void Write<T, TItem>(ref PayloadWriter writer, ReadOnlySpan<T> items)
        where TItem : IProcessCodec<T>
    {
        writer.WriteLength(items.Length);
        WriteAll<T, TItem>(ref writer, items);
    }

    /// <summary>Writes items without their number.</summary>
    public static void WriteAll<T, TItem>(ref PayloadWriter writer, ReadOnlySpan<T> items)
        where TItem : IProcessCodec<T>
    {
        if (IsBlock<T, TItem>())
        {
            WriteBytes(ref writer, AsBytes(items));
            return;
        }

        foreach (T item in items)
        {
            TItem.Write(ref writer, item);
        }
    }

    /// <summary>Writes the number of bytes and the bytes.</summary>
    public static void WriteBlock(ref PayloadWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.WriteLength(bytes.Length);
        WriteBytes(ref writer, bytes);
    }

    /// <summary>Reads an array with its number of items; null for null.</summary>
    public static T[]? ReadArray<T, TItem>(ref PayloadReader reader)
        where TItem : IProcessCodec<T>
    {
        int length = reader.ReadLength();
        if (length <= 0)
        {
            return length == 0 ? [] : null;
        }

        CheckLength<T, TItem>(ref reader, length);
        T[] items = IsBlock<T, TItem>() ? GC.AllocateUninitializedArray<T>(length) : new T[length];
        Fill<T, TItem>(ref reader, items);
        return items;
    }

    /// <summary>Reads a list with its number of items; null for null.</summary>
    public static List<T>? ReadList<T, TItem>(ref PayloadReader reader)
        where TItem : IProcessCodec<T>
    {
        int length = reader.ReadLength();
        if (length < 0)
        {
            return null;
        }

        CheckLength<T, TItem>(ref reader, length);
        var items = new List<T>(length);
        CollectionsMarshal.SetCount(items, length);
        Fill<T, TItem>(ref reader, CollectionsMarshal.AsSpan(items));
        return items;
    }

    /// <summary>Refuses a number of items that the rest of the payload cannot hold.</summary>
    public static void CheckLength<T, TItem>(ref PayloadReader reader, long length)
        where TItem : IProcessCodec<T>
    {
        if (IsBlock<T, TItem>() && length * Unsafe.SizeOf<T>() > reader.Reader.Remaining)
        {
            PayloadErrors.ThrowMalformed($"a collection claims {length} items of {Unsafe.SizeOf<T>()} bytes where {reader.Reader.Remaining} bytes are left");
        }
    }

    /// <summary>Reads as many items as there is room for.</summary>
    public static void Fill<T, TItem>(ref PayloadReader reader, Span<T> items)
        where TItem : IProcessCodec<T>
    {
        if (IsBlock<T, TItem>())
        {
            ReadBytes(ref reader, items);
            return;
        }

        for (int i = 0; i < items.Length; i++)
        {
            items[i] = TItem.Read(ref reader)!;
        }
    }

    /// <summary>Refuses a collection of a derived type: what that adds would be lost on the way.</summary>
    public static void RequireExact(object value, Type declared)
    {
        // The abstract ones are those of .NET that nobody else can derive from: the frozen collections.
        if (value.GetType() != declared && !declared.IsAbstract)
        {
            PayloadErrors.ThrowDerivedCollection(declared, value);
        }
    }

    /// <summary>The same array, the other way round.</summary>
    public static T[] Reverse<T>(T[] items)
    {
        Array.Reverse(items);
        return items;
    }

    /// <summary>All items of an array of several dimensions in a row.</summary>
    public static Span<T> Flatten<T>(Array array) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    private static ReadOnlySpan<byte> AsBytes<T>(ReadOnlySpan<T> items) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(items)), CheckedSize<T>(items.Length));

    private static int CheckedSize<T>(int length)
    {
        long bytes = (long)length * Unsafe.SizeOf<T>();
        if (bytes > PayloadWriter.MaxLength)
        {
            PayloadErrors.ThrowTooLarge(bytes);
        }

        return (int)bytes;
    }

    private static void WriteBytes(ref PayloadWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Reserve(bytes.Length);
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, Piece);
            bytes[..count].CopyTo(MemoryMarshal.CreateSpan(ref writer.Writer.GetSpanReference(count), count));
            writer.Writer.Advance(count);
            bytes = bytes[count..];
        }
    }

    private static void ReadBytes<T>(ref PayloadReader reader, Span<T> items)
    {
        Span<byte> bytes = MemoryMarshal.CreateSpan(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(items)), CheckedSize<T>(items.Length));
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(bytes.Length, Piece);
            MemoryMarshal.CreateReadOnlySpan(ref reader.Reader.GetSpanReference(count), count).CopyTo(bytes);
            reader.Reader.Advance(count);
            bytes = bytes[count..];
        }
    }
}
