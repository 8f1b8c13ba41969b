using System.Collections.Immutable;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>An immutable array. Plain bytes go as one block.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableArrayCodec<T, TItem> : IProcessCodec<ImmutableArray<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ImmutableArray<T> value)
    {
        T[]? items = ImmutableCollectionsMarshal.AsArray(value);
        ArrayCodec<T, TItem>.Write(ref writer, items);
    }

    /// <inheritdoc/>
    public static ImmutableArray<T> Read(ref PayloadReader reader)
    {
        return ImmutableCollectionsMarshal.AsImmutableArray(Items.ReadArray<T, TItem>(ref reader));
    }
}

/// <summary>An immutable list.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableListCodec<T, TItem> : IProcessCodec<ImmutableList<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ImmutableList<T>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(ImmutableList<T>));
        writer.WriteLength(value.Count);
        foreach (T item in value)
        {
            TItem.Write(ref writer, item);
        }
    }

    /// <inheritdoc/>
    public static ImmutableList<T>? Read(ref PayloadReader reader)
    {
        int length = reader.ReadLength();
        if (length < 0)
        {
            return null;
        }

        ImmutableList<T>.Builder items = ImmutableList.CreateBuilder<T>();
        for (int i = 0; i < length; i++)
        {
            items.Add(TItem.Read(ref reader)!);
        }

        return items.ToImmutable();
    }
}

/// <summary>An immutable queue, from its head on.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableQueueCodec<T, TItem> : IProcessCodec<ImmutableQueue<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ImmutableQueue<T>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.Write<T, TItem>(ref writer, value.ToArray());
    }

    /// <inheritdoc/>
    public static ImmutableQueue<T>? Read(ref PayloadReader reader)
    {
        T[]? items = Items.ReadArray<T, TItem>(ref reader);
        return items is null ? null : ImmutableQueue.Create(items);
    }
}

/// <summary>An immutable stack, from its top on.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableStackCodec<T, TItem> : IProcessCodec<ImmutableStack<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ImmutableStack<T>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.Write<T, TItem>(ref writer, value.ToArray());
    }

    /// <inheritdoc/>
    public static ImmutableStack<T>? Read(ref PayloadReader reader)
    {
        T[]? items = Items.ReadArray<T, TItem>(ref reader);
        if (items is null)
        {
            return null;
        }

        Array.Reverse(items);
        return ImmutableStack.Create(items);
    }
}
