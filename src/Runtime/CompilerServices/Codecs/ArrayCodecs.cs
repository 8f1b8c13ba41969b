using System.Collections.Immutable;
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
    public static T[]? Read(ref PayloadReader reader) => Items.ReadArray<T, TItem>(ref reader);
}

/// <summary>A list. Plain bytes go as one block, from and to the list's own memory.</summary>
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
    public static List<T>? Read(ref PayloadReader reader) => Items.ReadList<T, TItem>(ref reader);
}

/// <summary>An immutable array. Plain bytes go as one block.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableArrayCodec<T, TItem> : IProcessCodec<ImmutableArray<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ImmutableArray<T> value) =>
        ArrayCodec<T, TItem>.Write(ref writer, ImmutableCollectionsMarshal.AsArray(value));

    /// <inheritdoc/>
    public static ImmutableArray<T> Read(ref PayloadReader reader) =>
        ImmutableCollectionsMarshal.AsImmutableArray(Items.ReadArray<T, TItem>(ref reader));
}

/// <summary>An array of two or more dimensions. Plain bytes go as one block.</summary>
/// <typeparam name="TArray">The array: <c>int[,]</c>.</typeparam>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct MultidimensionalArrayCodec<TArray, T, TItem> : IProcessCodec<TArray>
    where TArray : class
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, TArray? value)
    {
        var array = (Array?)(object?)value;
        if (ArrayShape.TryWrite(ref writer, array))
        {
            Items.WriteAll<T, TItem>(ref writer, Items.Flatten<T>(array));
        }
    }

    /// <inheritdoc/>
    public static TArray? Read(ref PayloadReader reader)
    {
        int[] lengths = new int[typeof(TArray).GetArrayRank()];
        if (!ArrayShape.TryRead(ref reader, lengths, out long count))
        {
            return null;
        }

        Items.CheckLength<T, TItem>(ref reader, count);
        var array = Array.CreateInstanceFromArrayType(typeof(TArray), lengths);
        Items.Fill<T, TItem>(ref reader, Items.Flatten<T>(array));
        return (TArray)(object)array;
    }
}
