using System.Collections.ObjectModel;
using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A read-only dictionary, around a dictionary of its own with the same comparer.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
/// <typeparam name="TKeyCodec">The codec of a key.</typeparam>
/// <typeparam name="TValueCodec">The codec of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReadOnlyDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec> : IProcessCodec<ReadOnlyDictionary<TKey, TValue>>
    where TKey : notnull
    where TKeyCodec : IProcessCodec<TKey>
    where TValueCodec : IProcessCodec<TValue>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ReadOnlyDictionary<TKey, TValue>? value)
    {
        if (value is not null)
        {
            Items.RequireExact(value, typeof(ReadOnlyDictionary<TKey, TValue>));
        }

        DictionaryInterfaceCodec<IDictionary<TKey, TValue>, TKey, TValue, TKeyCodec, TValueCodec>.Write(ref writer, value is null ? null : ReadOnlyDictionaryMembers<TKey, TValue>.Wrapped(value));
    }

    /// <inheritdoc/>
    public static ReadOnlyDictionary<TKey, TValue>? Read(ref PayloadReader reader)
    {
        IDictionary<TKey, TValue>? items = DictionaryInterfaceCodec<IDictionary<TKey, TValue>, TKey, TValue, TKeyCodec, TValueCodec>.Read(ref reader);
        return items is null ? null : new ReadOnlyDictionary<TKey, TValue>(items);
    }
}

/// <summary>A read-only set, around a set of its own with the same comparer.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReadOnlySetCodec<T, TItem> : IProcessCodec<ReadOnlySet<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ReadOnlySet<T>? value)
    {
        if (value is not null)
        {
            Items.RequireExact(value, typeof(ReadOnlySet<T>));
        }

        SetInterfaceCodec<ISet<T>, T, TItem>.Write(ref writer, value is null ? null : ReadOnlySetMembers<T>.Wrapped(value));
    }

    /// <inheritdoc/>
    public static ReadOnlySet<T>? Read(ref PayloadReader reader)
    {
        ISet<T>? items = SetInterfaceCodec<ISet<T>, T, TItem>.Read(ref reader);
        return items is null ? null : new ReadOnlySet<T>(items);
    }
}
