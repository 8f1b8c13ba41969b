using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>An array of 2 dimensions. Plain bytes go as one block.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Array2DCodec<T, TItem> : IProcessCodec<T[,]>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, T[,]? value)
    {
        if (!ArrayShape.TryWrite(ref writer, value))
        {
            return;
        }

        Items.WriteAll<T, TItem>(ref writer, Items.Flatten<T>(value!));
    }

    /// <inheritdoc/>
    public static T[,]? Read(ref PayloadReader reader)
    {
        Span<int> lengths = stackalloc int[2];
        if (!ArrayShape.TryRead(ref reader, lengths, out long count))
        {
            return null;
        }

        Items.CheckLength<T, TItem>(ref reader, count);
        var items = new T[lengths[0], lengths[1]];
        Items.Fill<T, TItem>(ref reader, Items.Flatten<T>(items));
        return items;
    }
}

/// <summary>An array of 3 dimensions. Plain bytes go as one block.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Array3DCodec<T, TItem> : IProcessCodec<T[,,]>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, T[,,]? value)
    {
        if (!ArrayShape.TryWrite(ref writer, value))
        {
            return;
        }

        Items.WriteAll<T, TItem>(ref writer, Items.Flatten<T>(value!));
    }

    /// <inheritdoc/>
    public static T[,,]? Read(ref PayloadReader reader)
    {
        Span<int> lengths = stackalloc int[3];
        if (!ArrayShape.TryRead(ref reader, lengths, out long count))
        {
            return null;
        }

        Items.CheckLength<T, TItem>(ref reader, count);
        var items = new T[lengths[0], lengths[1], lengths[2]];
        Items.Fill<T, TItem>(ref reader, Items.Flatten<T>(items));
        return items;
    }
}

/// <summary>An array of 4 dimensions. Plain bytes go as one block.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct Array4DCodec<T, TItem> : IProcessCodec<T[,,,]>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, T[,,,]? value)
    {
        if (!ArrayShape.TryWrite(ref writer, value))
        {
            return;
        }

        Items.WriteAll<T, TItem>(ref writer, Items.Flatten<T>(value!));
    }

    /// <inheritdoc/>
    public static T[,,,]? Read(ref PayloadReader reader)
    {
        Span<int> lengths = stackalloc int[4];
        if (!ArrayShape.TryRead(ref reader, lengths, out long count))
        {
            return null;
        }

        Items.CheckLength<T, TItem>(ref reader, count);
        var items = new T[lengths[0], lengths[1], lengths[2], lengths[3]];
        Items.Fill<T, TItem>(ref reader, Items.Flatten<T>(items));
        return items;
    }
}
