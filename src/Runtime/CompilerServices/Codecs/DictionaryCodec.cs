using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>How a dictionary is taken apart and built. An instance builds one dictionary.</summary>
/// <typeparam name="TDictionary">The dictionary.</typeparam>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IDictionaryShape<TDictionary, TKey, TValue>
    where TKey : notnull
{
    /// <summary>The comparer that the dictionary uses, for equality or for order.</summary>
    /// <param name="value">The dictionary.</param>
    static abstract object? GetComparer(TDictionary value);

    /// <summary>The items in the order in which they cross; of a concurrent dictionary, those of one moment.</summary>
    /// <param name="value">The dictionary.</param>
    static abstract ICollection<KeyValuePair<TKey, TValue>> GetItems(TDictionary value);

    /// <summary>Begins a dictionary.</summary>
    /// <param name="length">How many items will come.</param>
    /// <param name="comparer">Its comparer; null stands for the default one.</param>
    void Begin(int length, StringComparer? comparer);

    /// <summary>Adds an item; false if its key is there already.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    bool TryAdd(TKey key, TValue value);

    /// <summary>Ends the dictionary.</summary>
    TDictionary Build();
}

/// <summary>A dictionary with its comparer.</summary>
/// <typeparam name="TDictionary">The dictionary.</typeparam>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
/// <typeparam name="TKeyCodec">The codec of a key.</typeparam>
/// <typeparam name="TValueCodec">The codec of a value.</typeparam>
/// <typeparam name="TShape">How the dictionary is taken apart and built.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct DictionaryCodec<TDictionary, TKey, TValue, TKeyCodec, TValueCodec, TShape> : IProcessCodec<TDictionary>
    where TDictionary : class
    where TKey : notnull
    where TKeyCodec : IProcessCodec<TKey>
    where TValueCodec : IProcessCodec<TValue>
    where TShape : struct, IDictionaryShape<TDictionary, TKey, TValue>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, TDictionary? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(TDictionary));
        using var items = new RentedItems<KeyValuePair<TKey, TValue>>(TShape.GetItems(value));
        writer.WriteLength(items.Span.Length);
        StringComparerCodec.Write<TKey>(ref writer, TShape.GetComparer(value), typeof(TDictionary));
        foreach (ref readonly KeyValuePair<TKey, TValue> item in items.Span)
        {
            TKeyCodec.Write(ref writer, item.Key);
            TValueCodec.Write(ref writer, item.Value);
        }
    }

    /// <inheritdoc/>
    public static TDictionary? Read(ref PayloadReader reader)
    {
        int length = reader.ReadLength();
        if (length < 0)
        {
            return null;
        }

        TShape shape = default;
        shape.Begin(length, StringComparerCodec.Read<TKey>(ref reader));
        for (int i = 0; i < length; i++)
        {
            TKey? key = TKeyCodec.Read(ref reader);
            if (key is null)
            {
                PayloadErrors.ThrowMalformed("a dictionary has a null for a key");
            }

            if (!shape.TryAdd(key!, TValueCodec.Read(ref reader)!))
            {
                PayloadErrors.ThrowMalformed("a dictionary has a key twice");
            }
        }

        return shape.Build();
    }
}
