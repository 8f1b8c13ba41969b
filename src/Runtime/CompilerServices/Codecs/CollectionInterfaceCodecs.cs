using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A collection behind the interface: an array arrives as an array, a set as a set with its comparer, anything else as a list of its items.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CollectionInterfaceCodec<T, TItem> : IProcessCodec<ICollection<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ICollection<T>? value)
    {
        SomeCollection.Write<T, TItem>(ref writer, value);
    }

    /// <inheritdoc/>
    public static ICollection<T>? Read(ref PayloadReader reader)
    {
        return (ICollection<T>?)SomeCollection.Read<T, TItem>(ref reader, typeof(ICollection<T>));
    }
}

/// <summary>A collection behind the interface: an array arrives as an array, a set as a set with its comparer, anything else as a list of its items.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReadOnlyCollectionInterfaceCodec<T, TItem> : IProcessCodec<IReadOnlyCollection<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, IReadOnlyCollection<T>? value)
    {
        SomeCollection.Write<T, TItem>(ref writer, value);
    }

    /// <inheritdoc/>
    public static IReadOnlyCollection<T>? Read(ref PayloadReader reader)
    {
        return (IReadOnlyCollection<T>?)SomeCollection.Read<T, TItem>(ref reader, typeof(IReadOnlyCollection<T>));
    }
}

/// <summary>A collection behind the interface: an array arrives as an array, a set as a set with its comparer, anything else as a list of its items.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ListInterfaceCodec<T, TItem> : IProcessCodec<IList<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, IList<T>? value)
    {
        SomeCollection.Write<T, TItem>(ref writer, value);
    }

    /// <inheritdoc/>
    public static IList<T>? Read(ref PayloadReader reader)
    {
        return (IList<T>?)SomeCollection.Read<T, TItem>(ref reader, typeof(IList<T>));
    }
}

/// <summary>A collection behind the interface: an array arrives as an array, a set as a set with its comparer, anything else as a list of its items.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReadOnlyListInterfaceCodec<T, TItem> : IProcessCodec<IReadOnlyList<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, IReadOnlyList<T>? value)
    {
        SomeCollection.Write<T, TItem>(ref writer, value);
    }

    /// <inheritdoc/>
    public static IReadOnlyList<T>? Read(ref PayloadReader reader)
    {
        return (IReadOnlyList<T>?)SomeCollection.Read<T, TItem>(ref reader, typeof(IReadOnlyList<T>));
    }
}
