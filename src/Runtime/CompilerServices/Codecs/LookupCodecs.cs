using System.Collections.ObjectModel;
using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A group of items with their key, which arrives evaluated.</summary>
/// <typeparam name="TKey">The type of the key.</typeparam>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TKeyCodec">The codec of the key.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct GroupingCodec<TKey, T, TKeyCodec, TItem> : IProcessCodec<IGrouping<TKey, T>>
    where TKeyCodec : IProcessCodec<TKey>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, IGrouping<TKey, T>? value)
    {
        ArrayCodec<T, TItem>.Write(ref writer, value is null ? null : [.. value]);
        if (value is not null)
        {
            TKeyCodec.Write(ref writer, value.Key);
        }
    }

    /// <inheritdoc/>
    public static IGrouping<TKey, T>? Read(ref PayloadReader reader) =>
        ArrayCodec<T, TItem>.Read(ref reader) is { } items ? new Group(TKeyCodec.Read(ref reader)!, items) : null;

    private sealed class Group(TKey key, T[] items) : ReadOnlyCollection<T>(items), IGrouping<TKey, T>
    {
        public TKey Key => key;
    }
}

/// <summary>A lookup with its comparer: its groups in their order.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TKeyCodec">The codec of a key.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LookupCodec<TKey, T, TKeyCodec, TItem> : IProcessCodec<ILookup<TKey, T>>
    where TKeyCodec : IProcessCodec<TKey>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ILookup<TKey, T>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        writer.WriteLength(value.Count);
        StringComparerCodec.Write<TKey>(ref writer, GetComparer(value), typeof(ILookup<TKey, T>));
        foreach (IGrouping<TKey, T> group in value)
        {
            GroupingCodec<TKey, T, TKeyCodec, TItem>.Write(ref writer, group);
        }
    }

    /// <inheritdoc/>
    public static ILookup<TKey, T>? Read(ref PayloadReader reader)
    {
        int length = reader.ReadLength();
        if (length < 0)
        {
            return null;
        }

        IEqualityComparer<TKey>? comparer = StringComparerCodec.ForEquality<TKey>(StringComparerCodec.Read<TKey>(ref reader));
        var items = new List<KeyValuePair<TKey, T>>();
        for (int i = 0; i < length; i++)
        {
            if (GroupingCodec<TKey, T, TKeyCodec, TItem>.Read(ref reader) is not { } group)
            {
                PayloadErrors.ThrowMalformed("a lookup has a null for a group");
                return null;
            }

            items.AddRange(group.Select(item => KeyValuePair.Create(group.Key, item)));
        }

        ILookup<TKey, T> lookup = items.ToLookup(item => item.Key, item => item.Value, comparer);
        if (lookup.Count != length)
        {
            PayloadErrors.ThrowMalformed("a lookup has an empty group, or a key twice");
        }

        return lookup;
    }

    // LINQ has another class for lookups that are empty, in which every comparer finds the same: nothing.
    private static object? GetComparer(ILookup<TKey, T> value)
    {
        if (value is Lookup<TKey, T> lookup)
        {
            return LookupMembers<TKey, T>.Comparer(lookup);
        }

        if (value.Count > 0)
        {
            PayloadErrors.ThrowDerivedCollection(typeof(ILookup<TKey, T>), value);
        }

        return null;
    }
}
