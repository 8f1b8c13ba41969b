using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>
/// A blocking collection as it is at one moment: the queue, stack or bag behind it, its capacity, and whether adding is completed. The copy belongs to the
/// receiver: the two ends do not see each other's items.
/// </summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct BlockingCollectionCodec<T, TItem> : IProcessCodec<BlockingCollection<T>>
    where TItem : IProcessCodec<T>
{
    // The numbers are on the wire.
    private const byte Queue = 0;
    private const byte Stack = 1;
    private const byte Bag = 2;

    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, BlockingCollection<T>? value)
    {
        if (value is null)
        {
            InterfaceKind.WriteNull(ref writer);
            return;
        }

        Items.RequireExact(value, typeof(BlockingCollection<T>));

        // Asked for first, because it throws where the collection is disposed of.
        bool isCompleted = value.IsAddingCompleted;
        switch (BlockingCollectionMembers<T>.Collection(value))
        {
            case ConcurrentQueue<T> queue:
                InterfaceKind.Write<ConcurrentQueue<T>, SequenceCodec<ConcurrentQueue<T>, T, TItem, ConcurrentQueueShape<T>>>(ref writer, Queue, queue);
                break;
            case ConcurrentStack<T> stack:
                InterfaceKind.Write<ConcurrentStack<T>, SequenceCodec<ConcurrentStack<T>, T, TItem, ConcurrentStackShape<T>>>(ref writer, Stack, stack);
                break;
            case ConcurrentBag<T> bag:
                InterfaceKind.Write<ConcurrentBag<T>, SequenceCodec<ConcurrentBag<T>, T, TItem, ConcurrentBagShape<T>>>(ref writer, Bag, bag);
                break;
            case { } other:
                PayloadErrors.ThrowDerivedCollection(typeof(BlockingCollection<T>), other);
                break;
        }

        writer.Writer.WriteUnmanaged(value.BoundedCapacity, isCompleted);
    }

    /// <inheritdoc/>
    public static BlockingCollection<T>? Read(ref PayloadReader reader)
    {
        byte kind = InterfaceKind.Read(ref reader);
        object? items = kind switch
        {
            Queue => SequenceCodec<ConcurrentQueue<T>, T, TItem, ConcurrentQueueShape<T>>.Read(ref reader),
            Stack => SequenceCodec<ConcurrentStack<T>, T, TItem, ConcurrentStackShape<T>>.Read(ref reader),
            Bag => SequenceCodec<ConcurrentBag<T>, T, TItem, ConcurrentBagShape<T>>.Read(ref reader),
            _ => null,
        };
        if (InterfaceKind.Require<IProducerConsumerCollection<T>>(kind, items) is not { } collection)
        {
            return null;
        }

        int capacity = reader.Reader.ReadUnmanaged<int>();
        byte isCompleted = reader.Reader.ReadUnmanaged<byte>();
        if ((capacity != -1 && capacity < Math.Max(1, ((ICollection)collection).Count)) || isCompleted > 1)
        {
            PayloadErrors.ThrowMalformed($"a blocking collection with the capacity {capacity}");
        }

        var value = capacity == -1 ? new BlockingCollection<T>(collection) : new BlockingCollection<T>(collection, capacity);
        if (isCompleted == 1)
        {
            value.CompleteAdding();
        }

        return value;
    }
}
