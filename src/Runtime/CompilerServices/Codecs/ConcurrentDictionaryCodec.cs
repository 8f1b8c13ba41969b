using System.Collections.Concurrent;
using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A concurrent dictionary with its comparer, as it is at one moment.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
/// <typeparam name="TKeyCodec">The codec of a key.</typeparam>
/// <typeparam name="TValueCodec">The codec of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ConcurrentDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec> : IProcessCodec<ConcurrentDictionary<TKey, TValue>>
    where TKey : notnull
    where TKeyCodec : IProcessCodec<TKey>
    where TValueCodec : IProcessCodec<TValue>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ConcurrentDictionary<TKey, TValue>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(ConcurrentDictionary<TKey, TValue>));
        KeyValuePair<TKey, TValue>[] items = value.ToArray();
        writer.WriteLength(items.Length);
        StringComparerCodec.Write(ref writer, value.Comparer, nameof(ConcurrentDictionary<,>));
        foreach (KeyValuePair<TKey, TValue> item in items)
        {
            TKeyCodec.Write(ref writer, item.Key);
            TValueCodec.Write(ref writer, item.Value);
        }
    }

    /// <inheritdoc/>
    public static ConcurrentDictionary<TKey, TValue>? Read(ref PayloadReader reader)
    {
        int length = reader.ReadLength();
        if (length < 0)
        {
            return null;
        }

        var items = new ConcurrentDictionary<TKey, TValue>(StringComparerCodec.ReadEqualityComparer<TKey>(ref reader));
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
