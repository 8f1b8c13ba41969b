using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>How a set is taken apart and built. An instance builds one set.</summary>
/// <typeparam name="TSet">The set.</typeparam>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISetShape<TSet, T>
{
    /// <summary>The comparer that the set uses, for equality or for order.</summary>
    /// <param name="value">The set.</param>
    static abstract object? GetComparer(TSet value);

    /// <summary>Begins a set.</summary>
    /// <param name="length">How many items will come.</param>
    /// <param name="comparer">Its comparer; null stands for the default one.</param>
    void Begin(int length, StringComparer? comparer);

    /// <summary>Adds an item; false if it is there already.</summary>
    /// <param name="item">The item.</param>
    bool Add(T item);

    /// <summary>Ends the set.</summary>
    TSet Build();
}

/// <summary>A set with its comparer.</summary>
/// <typeparam name="TSet">The set.</typeparam>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
/// <typeparam name="TShape">How the set is taken apart and built.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SetCodec<TSet, T, TItem, TShape> : IProcessCodec<TSet>
    where TSet : class, ICollection<T>
    where TItem : IProcessCodec<T>
    where TShape : struct, ISetShape<TSet, T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, TSet? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(TSet));
        using var items = new RentedItems<T>(value);
        writer.WriteLength(items.Span.Length);
        StringComparerCodec.Write<T>(ref writer, TShape.GetComparer(value), typeof(TSet));
        Items.WriteAll<T, TItem>(ref writer, items.Span);
    }

    /// <inheritdoc/>
    public static TSet? Read(ref PayloadReader reader)
    {
        int length = reader.ReadLength();
        if (length < 0)
        {
            return null;
        }

        TShape shape = default;
        shape.Begin(length, StringComparerCodec.Read<T>(ref reader));
        for (int i = 0; i < length; i++)
        {
            if (!shape.Add(TItem.Read(ref reader)!))
            {
                PayloadErrors.ThrowMalformed("a set holds an item twice");
            }
        }

        return shape.Build();
    }
}
