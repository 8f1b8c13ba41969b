using System.Collections.Concurrent;
using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A concurrent queue as it is at one moment, from its head on.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ConcurrentQueueCodec<T, TItem> : IProcessCodec<ConcurrentQueue<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ConcurrentQueue<T>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(ConcurrentQueue<T>));
        Items.Write<T, TItem>(ref writer, value.ToArray());
    }

    /// <inheritdoc/>
    public static ConcurrentQueue<T>? Read(ref PayloadReader reader)
    {
        T[]? items = Items.ReadArray<T, TItem>(ref reader);
        return items is null ? null : new ConcurrentQueue<T>(items);
    }
}

/// <summary>A concurrent stack as it is at one moment, from its top on.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ConcurrentStackCodec<T, TItem> : IProcessCodec<ConcurrentStack<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ConcurrentStack<T>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(ConcurrentStack<T>));
        Items.Write<T, TItem>(ref writer, value.ToArray());
    }

    /// <inheritdoc/>
    public static ConcurrentStack<T>? Read(ref PayloadReader reader)
    {
        T[]? items = Items.ReadArray<T, TItem>(ref reader);
        if (items is null)
        {
            return null;
        }

        Array.Reverse(items);
        return new ConcurrentStack<T>(items);
    }
}

/// <summary>A concurrent bag as it is at one moment. Its order means nothing, but is kept where one thread filled it.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ConcurrentBagCodec<T, TItem> : IProcessCodec<ConcurrentBag<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ConcurrentBag<T>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(ConcurrentBag<T>));
        Items.Write<T, TItem>(ref writer, value.ToArray());
    }

    /// <inheritdoc/>
    public static ConcurrentBag<T>? Read(ref PayloadReader reader)
    {
        T[]? items = Items.ReadArray<T, TItem>(ref reader);
        if (items is null)
        {
            return null;
        }

        Array.Reverse(items);
        return new ConcurrentBag<T>(items);
    }
}
