using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>How a collection without a comparer is taken apart and built.</summary>
/// <typeparam name="TSequence">The collection.</typeparam>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISequenceShape<TSequence, T>
{
    /// <summary>The items in the order in which they cross; of a concurrent collection, those of one moment.</summary>
    /// <param name="value">The collection.</param>
    static abstract T[] ToArray(TSequence value);

    /// <summary>Builds the collection from its items.</summary>
    /// <param name="items">The items in the order in which they crossed; the collection may keep the array.</param>
    static abstract TSequence Build(T[] items);
}

/// <summary>A collection that is nothing but its items and their order. Plain bytes go as one block.</summary>
/// <typeparam name="TSequence">The collection.</typeparam>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
/// <typeparam name="TShape">How the collection is taken apart and built.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SequenceCodec<TSequence, T, TItem, TShape> : IProcessCodec<TSequence>
    where TSequence : class
    where TItem : IProcessCodec<T>
    where TShape : ISequenceShape<TSequence, T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, TSequence? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(TSequence));
        Items.Write<T, TItem>(ref writer, TShape.ToArray(value));
    }

    /// <inheritdoc/>
    public static TSequence? Read(ref PayloadReader reader) =>
        Items.ReadArray<T, TItem>(ref reader) is { } items ? TShape.Build(items) : null;
}
