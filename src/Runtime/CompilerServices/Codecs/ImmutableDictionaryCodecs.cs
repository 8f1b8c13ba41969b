using System.Collections.Frozen;
using System.Collections.Immutable;
using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>An immutable dictionary with its comparer.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
/// <typeparam name="TKeyCodec">The codec of a key.</typeparam>
/// <typeparam name="TValueCodec">The codec of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec> : IProcessCodec<ImmutableDictionary<TKey, TValue>>
    where TKey : notnull
    where TKeyCodec : IProcessCodec<TKey>
    where TValueCodec : IProcessCodec<TValue>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ImmutableDictionary<TKey, TValue>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(ImmutableDictionary<TKey, TValue>));
        writer.WriteLength(value.Count);
        StringComparerCodec.Write(ref writer, value.KeyComparer, nameof(ImmutableDictionary<,>));
        foreach (KeyValuePair<TKey, TValue> item in value)
        {
            TKeyCodec.Write(ref writer, item.Key);
            TValueCodec.Write(ref writer, item.Value);
        }
    }

    /// <inheritdoc/>
    public static ImmutableDictionary<TKey, TValue>? Read(ref PayloadReader reader)
    {
        int length = reader.ReadLength();
        if (length < 0)
        {
            return null;
        }

        ImmutableDictionary<TKey, TValue>.Builder items = ImmutableDictionary.CreateBuilder<TKey, TValue>(StringComparerCodec.ReadEqualityComparer<TKey>(ref reader));
        for (int i = 0; i < length; i++)
        {
            TKey key = Items.ReadKey<TKey, TKeyCodec>(ref reader);
            TValue value = TValueCodec.Read(ref reader)!;
            if (!items.TryAdd(key, value))
            {
                Items.ThrowDuplicateKey();
            }
        }

        return items.ToImmutable();
    }
}

/// <summary>An immutable sorted dictionary with its comparer.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
/// <typeparam name="TKeyCodec">The codec of a key.</typeparam>
/// <typeparam name="TValueCodec">The codec of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableSortedDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec> : IProcessCodec<ImmutableSortedDictionary<TKey, TValue>>
    where TKey : notnull
    where TKeyCodec : IProcessCodec<TKey>
    where TValueCodec : IProcessCodec<TValue>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ImmutableSortedDictionary<TKey, TValue>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(ImmutableSortedDictionary<TKey, TValue>));
        writer.WriteLength(value.Count);
        StringComparerCodec.Write(ref writer, value.KeyComparer, nameof(ImmutableSortedDictionary<,>));
        foreach (KeyValuePair<TKey, TValue> item in value)
        {
            TKeyCodec.Write(ref writer, item.Key);
            TValueCodec.Write(ref writer, item.Value);
        }
    }

    /// <inheritdoc/>
    public static ImmutableSortedDictionary<TKey, TValue>? Read(ref PayloadReader reader)
    {
        int length = reader.ReadLength();
        if (length < 0)
        {
            return null;
        }

        ImmutableSortedDictionary<TKey, TValue>.Builder items = ImmutableSortedDictionary.CreateBuilder<TKey, TValue>(StringComparerCodec.ReadComparer<TKey>(ref reader));
        for (int i = 0; i < length; i++)
        {
            TKey key = Items.ReadKey<TKey, TKeyCodec>(ref reader);
            TValue value = TValueCodec.Read(ref reader)!;
            if (!items.TryAdd(key, value))
            {
                Items.ThrowDuplicateKey();
            }
        }

        return items.ToImmutable();
    }
}

/// <summary>A frozen dictionary with its comparer; frozen anew.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
/// <typeparam name="TKeyCodec">The codec of a key.</typeparam>
/// <typeparam name="TValueCodec">The codec of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct FrozenDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec> : IProcessCodec<FrozenDictionary<TKey, TValue>>
    where TKey : notnull
    where TKeyCodec : IProcessCodec<TKey>
    where TValueCodec : IProcessCodec<TValue>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, FrozenDictionary<TKey, TValue>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        writer.WriteLength(value.Count);
        StringComparerCodec.Write(ref writer, value.Comparer, nameof(FrozenDictionary<,>));
        foreach (KeyValuePair<TKey, TValue> item in value)
        {
            TKeyCodec.Write(ref writer, item.Key);
            TValueCodec.Write(ref writer, item.Value);
        }
    }

    /// <inheritdoc/>
    public static FrozenDictionary<TKey, TValue>? Read(ref PayloadReader reader)
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

        return items.ToFrozenDictionary(items.Comparer);
    }
}
