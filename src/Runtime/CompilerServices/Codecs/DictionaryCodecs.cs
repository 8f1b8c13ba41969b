using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A dictionary with its comparer.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
/// <typeparam name="TKeyCodec">The codec of a key.</typeparam>
/// <typeparam name="TValueCodec">The codec of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct DictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec> : IProcessCodec<Dictionary<TKey, TValue>>
    where TKey : notnull
    where TKeyCodec : IProcessCodec<TKey>
    where TValueCodec : IProcessCodec<TValue>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, Dictionary<TKey, TValue>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(Dictionary<TKey, TValue>));
        writer.WriteLength(value.Count);
        StringComparerCodec.Write(ref writer, value.Comparer, nameof(Dictionary<,>));
        foreach (KeyValuePair<TKey, TValue> item in value)
        {
            TKeyCodec.Write(ref writer, item.Key);
            TValueCodec.Write(ref writer, item.Value);
        }
    }

    /// <inheritdoc/>
    public static Dictionary<TKey, TValue>? Read(ref PayloadReader reader)
    {
        int length = reader.ReadLength();
        if (length < 0)
        {
            return null;
        }

        var items = new Dictionary<TKey, TValue>(length, StringComparerCodec.ReadEqualityComparer<TKey>(ref reader));
        for (int i = 0; i < length; i++)
        {
            TKey key = Items.ReadKey<TKey, TKeyCodec>(ref reader);
            TValue value = TValueCodec.Read(ref reader)!;
            if (!items.TryAdd(key, value))
            {
                Items.ThrowDuplicateKey();
            }
        }

        return items;
    }
}

/// <summary>A dictionary that keeps the order of its keys, with its comparer.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
/// <typeparam name="TKeyCodec">The codec of a key.</typeparam>
/// <typeparam name="TValueCodec">The codec of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct OrderedDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec> : IProcessCodec<OrderedDictionary<TKey, TValue>>
    where TKey : notnull
    where TKeyCodec : IProcessCodec<TKey>
    where TValueCodec : IProcessCodec<TValue>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, OrderedDictionary<TKey, TValue>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(OrderedDictionary<TKey, TValue>));
        writer.WriteLength(value.Count);
        StringComparerCodec.Write(ref writer, value.Comparer, nameof(OrderedDictionary<,>));
        foreach (KeyValuePair<TKey, TValue> item in value)
        {
            TKeyCodec.Write(ref writer, item.Key);
            TValueCodec.Write(ref writer, item.Value);
        }
    }

    /// <inheritdoc/>
    public static OrderedDictionary<TKey, TValue>? Read(ref PayloadReader reader)
    {
        int length = reader.ReadLength();
        if (length < 0)
        {
            return null;
        }

        var items = new OrderedDictionary<TKey, TValue>(length, StringComparerCodec.ReadEqualityComparer<TKey>(ref reader));
        for (int i = 0; i < length; i++)
        {
            TKey key = Items.ReadKey<TKey, TKeyCodec>(ref reader);
            TValue value = TValueCodec.Read(ref reader)!;
            if (!items.TryAdd(key, value))
            {
                Items.ThrowDuplicateKey();
            }
        }

        return items;
    }
}

/// <summary>A sorted dictionary with its comparer.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
/// <typeparam name="TKeyCodec">The codec of a key.</typeparam>
/// <typeparam name="TValueCodec">The codec of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SortedDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec> : IProcessCodec<SortedDictionary<TKey, TValue>>
    where TKey : notnull
    where TKeyCodec : IProcessCodec<TKey>
    where TValueCodec : IProcessCodec<TValue>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, SortedDictionary<TKey, TValue>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(SortedDictionary<TKey, TValue>));
        writer.WriteLength(value.Count);
        StringComparerCodec.Write(ref writer, value.Comparer, nameof(SortedDictionary<,>));
        foreach (KeyValuePair<TKey, TValue> item in value)
        {
            TKeyCodec.Write(ref writer, item.Key);
            TValueCodec.Write(ref writer, item.Value);
        }
    }

    /// <inheritdoc/>
    public static SortedDictionary<TKey, TValue>? Read(ref PayloadReader reader)
    {
        int length = reader.ReadLength();
        if (length < 0)
        {
            return null;
        }

        var items = new SortedDictionary<TKey, TValue>(StringComparerCodec.ReadComparer<TKey>(ref reader));
        for (int i = 0; i < length; i++)
        {
            TKey key = Items.ReadKey<TKey, TKeyCodec>(ref reader);
            TValue value = TValueCodec.Read(ref reader)!;
            if (!items.TryAdd(key, value))
            {
                Items.ThrowDuplicateKey();
            }
        }

        return items;
    }
}

/// <summary>A sorted list with its comparer.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
/// <typeparam name="TKeyCodec">The codec of a key.</typeparam>
/// <typeparam name="TValueCodec">The codec of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SortedListCodec<TKey, TValue, TKeyCodec, TValueCodec> : IProcessCodec<SortedList<TKey, TValue>>
    where TKey : notnull
    where TKeyCodec : IProcessCodec<TKey>
    where TValueCodec : IProcessCodec<TValue>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, SortedList<TKey, TValue>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(SortedList<TKey, TValue>));
        writer.WriteLength(value.Count);
        StringComparerCodec.Write(ref writer, value.Comparer, nameof(SortedList<,>));
        foreach (KeyValuePair<TKey, TValue> item in value)
        {
            TKeyCodec.Write(ref writer, item.Key);
            TValueCodec.Write(ref writer, item.Value);
        }
    }

    /// <inheritdoc/>
    public static SortedList<TKey, TValue>? Read(ref PayloadReader reader)
    {
        int length = reader.ReadLength();
        if (length < 0)
        {
            return null;
        }

        var items = new SortedList<TKey, TValue>(length, StringComparerCodec.ReadComparer<TKey>(ref reader));
        for (int i = 0; i < length; i++)
        {
            TKey key = Items.ReadKey<TKey, TKeyCodec>(ref reader);
            TValue value = TValueCodec.Read(ref reader)!;
            if (!items.TryAdd(key, value))
            {
                Items.ThrowDuplicateKey();
            }
        }

        return items;
    }
}
