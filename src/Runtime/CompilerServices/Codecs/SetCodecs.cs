using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A set with its comparer.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct HashSetCodec<T, TItem> : IProcessCodec<HashSet<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, HashSet<T>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(HashSet<T>));
        writer.WriteLength(value.Count);
        StringComparerCodec.Write(ref writer, value.Comparer, nameof(HashSet<>));
        foreach (T item in value)
        {
            TItem.Write(ref writer, item);
        }
    }

    /// <inheritdoc/>
    public static HashSet<T>? Read(ref PayloadReader reader)
    {
        int length = reader.ReadLength();
        if (length < 0)
        {
            return null;
        }

        var items = new HashSet<T>(length, StringComparerCodec.ReadEqualityComparer<T>(ref reader));
        for (int i = 0; i < length; i++)
        {
            if (!items.Add(TItem.Read(ref reader)!))
            {
                PayloadErrors.ThrowMalformed("a set holds an item twice");
            }
        }

        return items;
    }
}

/// <summary>A sorted set with its comparer.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SortedSetCodec<T, TItem> : IProcessCodec<SortedSet<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, SortedSet<T>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(SortedSet<T>));
        writer.WriteLength(value.Count);
        StringComparerCodec.Write(ref writer, value.Comparer, nameof(SortedSet<>));
        foreach (T item in value)
        {
            TItem.Write(ref writer, item);
        }
    }

    /// <inheritdoc/>
    public static SortedSet<T>? Read(ref PayloadReader reader)
    {
        int length = reader.ReadLength();
        if (length < 0)
        {
            return null;
        }

        var items = new SortedSet<T>(StringComparerCodec.ReadComparer<T>(ref reader));
        for (int i = 0; i < length; i++)
        {
            if (!items.Add(TItem.Read(ref reader)!))
            {
                PayloadErrors.ThrowMalformed("a set holds an item twice");
            }
        }

        return items;
    }
}
