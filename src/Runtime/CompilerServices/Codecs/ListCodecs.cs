using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>An array. Plain bytes go as one block.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ArrayCodec<T, TItem> : IProcessCodec<T[]>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, T[]? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.Write<T, TItem>(ref writer, value);
    }

    /// <inheritdoc/>
    public static T[]? Read(ref PayloadReader reader)
    {
        return Items.ReadArray<T, TItem>(ref reader);
    }
}

/// <summary>A list. Plain bytes go as one block.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ListCodec<T, TItem> : IProcessCodec<List<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, List<T>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(List<T>));
        Items.Write<T, TItem>(ref writer, CollectionsMarshal.AsSpan(value));
    }

    /// <inheritdoc/>
    public static List<T>? Read(ref PayloadReader reader)
    {
        return Items.ReadList<T, TItem>(ref reader);
    }
}

/// <summary>A queue, from its head on.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct QueueCodec<T, TItem> : IProcessCodec<Queue<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, Queue<T>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(Queue<T>));
        writer.WriteLength(value.Count);
        foreach (T item in value)
        {
            TItem.Write(ref writer, item);
        }
    }

    /// <inheritdoc/>
    public static Queue<T>? Read(ref PayloadReader reader)
    {
        int length = reader.ReadLength();
        if (length < 0)
        {
            return null;
        }

        var items = new Queue<T>(length);
        for (int i = 0; i < length; i++)
        {
            items.Enqueue(TItem.Read(ref reader)!);
        }

        return items;
    }
}

/// <summary>A stack, from its top on.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct StackCodec<T, TItem> : IProcessCodec<Stack<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, Stack<T>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(Stack<T>));
        writer.WriteLength(value.Count);
        foreach (T item in value)
        {
            TItem.Write(ref writer, item);
        }
    }

    /// <inheritdoc/>
    public static Stack<T>? Read(ref PayloadReader reader)
    {
        T[]? items = Items.ReadArray<T, TItem>(ref reader);
        if (items is null)
        {
            return null;
        }

        Array.Reverse(items);
        return new Stack<T>(items);
    }
}

/// <summary>A linked list.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LinkedListCodec<T, TItem> : IProcessCodec<LinkedList<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, LinkedList<T>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(LinkedList<T>));
        writer.WriteLength(value.Count);
        foreach (T item in value)
        {
            TItem.Write(ref writer, item);
        }
    }

    /// <inheritdoc/>
    public static LinkedList<T>? Read(ref PayloadReader reader)
    {
        int length = reader.ReadLength();
        if (length < 0)
        {
            return null;
        }

        var items = new LinkedList<T>();
        for (int i = 0; i < length; i++)
        {
            items.AddLast(TItem.Read(ref reader)!);
        }

        return items;
    }
}
