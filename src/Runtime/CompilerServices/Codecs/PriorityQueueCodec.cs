using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A priority queue with its comparer. Items of equal priority may come out in another order, as ever.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TPriority">The type of a priority.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
/// <typeparam name="TPriorityCodec">The codec of a priority.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct PriorityQueueCodec<T, TPriority, TItem, TPriorityCodec> : IProcessCodec<PriorityQueue<T, TPriority>>
    where TItem : IProcessCodec<T>
    where TPriorityCodec : IProcessCodec<TPriority>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, PriorityQueue<T, TPriority>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(PriorityQueue<T, TPriority>));
        writer.WriteLength(value.Count);
        StringComparerCodec.Write<TPriority>(ref writer, value.Comparer, typeof(PriorityQueue<T, TPriority>));
        foreach ((T item, TPriority priority) in value.UnorderedItems)
        {
            TItem.Write(ref writer, item);
            TPriorityCodec.Write(ref writer, priority);
        }
    }

    /// <inheritdoc/>
    public static PriorityQueue<T, TPriority>? Read(ref PayloadReader reader)
    {
        int length = reader.ReadLength();
        if (length < 0)
        {
            return null;
        }

        var items = new PriorityQueue<T, TPriority>(length, StringComparerCodec.ForOrder<TPriority>(StringComparerCodec.Read<TPriority>(ref reader)));
        for (int i = 0; i < length; i++)
        {
            T item = TItem.Read(ref reader)!;
            TPriority priority = TPriorityCodec.Read(ref reader)!;
            items.Enqueue(item, priority);
        }

        return items;
    }
}
