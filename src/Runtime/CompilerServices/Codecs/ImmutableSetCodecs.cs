using System.Collections.Frozen;
using System.Collections.Immutable;
using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>An immutable set with its comparer.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableHashSetCodec<T, TItem> : IProcessCodec<ImmutableHashSet<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ImmutableHashSet<T>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(ImmutableHashSet<T>));
        writer.WriteLength(value.Count);
        StringComparerCodec.Write(ref writer, value.KeyComparer, nameof(ImmutableHashSet<>));
        foreach (T item in value)
        {
            TItem.Write(ref writer, item);
        }
    }

    /// <inheritdoc/>
    public static ImmutableHashSet<T>? Read(ref PayloadReader reader)
    {
        int length = reader.ReadLength();
        if (length < 0)
        {
            return null;
        }

        ImmutableHashSet<T>.Builder items = ImmutableHashSet.CreateBuilder(StringComparerCodec.ReadEqualityComparer<T>(ref reader));
        for (int i = 0; i < length; i++)
        {
            if (!items.Add(TItem.Read(ref reader)!))
            {
                PayloadErrors.ThrowMalformed("a set holds an item twice");
            }
        }

        return items.ToImmutable();
    }
}

/// <summary>An immutable sorted set with its comparer.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableSortedSetCodec<T, TItem> : IProcessCodec<ImmutableSortedSet<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ImmutableSortedSet<T>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(ImmutableSortedSet<T>));
        writer.WriteLength(value.Count);
        StringComparerCodec.Write(ref writer, value.KeyComparer, nameof(ImmutableSortedSet<>));
        foreach (T item in value)
        {
            TItem.Write(ref writer, item);
        }
    }

    /// <inheritdoc/>
    public static ImmutableSortedSet<T>? Read(ref PayloadReader reader)
    {
        int length = reader.ReadLength();
        if (length < 0)
        {
            return null;
        }

        ImmutableSortedSet<T>.Builder items = ImmutableSortedSet.CreateBuilder(StringComparerCodec.ReadComparer<T>(ref reader));
        for (int i = 0; i < length; i++)
        {
            if (!items.Add(TItem.Read(ref reader)!))
            {
                PayloadErrors.ThrowMalformed("a set holds an item twice");
            }
        }

        return items.ToImmutable();
    }
}

/// <summary>A frozen set with its comparer; frozen anew.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct FrozenSetCodec<T, TItem> : IProcessCodec<FrozenSet<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, FrozenSet<T>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        writer.WriteLength(value.Count);
        StringComparerCodec.Write(ref writer, value.Comparer, nameof(FrozenSet<>));
        foreach (T item in value)
        {
            TItem.Write(ref writer, item);
        }
    }

    /// <inheritdoc/>
    public static FrozenSet<T>? Read(ref PayloadReader reader)
    {
        int length = reader.ReadLength();
        if (length < 0)
        {
            return null;
        }

        IEqualityComparer<T>? comparer = StringComparerCodec.ReadEqualityComparer<T>(ref reader);
        var items = new T[length];
        for (int i = 0; i < length; i++)
        {
            items[i] = TItem.Read(ref reader)!;
        }

        return items.ToFrozenSet(comparer);
    }
}
