using System.Collections.ObjectModel;
using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A collection of the object model, in a list of its own.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CollectionCodec<T, TItem> : IProcessCodec<Collection<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, Collection<T>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(Collection<T>));
        writer.WriteLength(value.Count);
        foreach (T item in value)
        {
            TItem.Write(ref writer, item);
        }
    }

    /// <inheritdoc/>
    public static Collection<T>? Read(ref PayloadReader reader)
    {
        List<T>? items = Items.ReadList<T, TItem>(ref reader);
        return items is null ? null : new Collection<T>(items);
    }
}

/// <summary>An observable collection; those who observe it stay behind.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ObservableCollectionCodec<T, TItem> : IProcessCodec<ObservableCollection<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ObservableCollection<T>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(ObservableCollection<T>));
        writer.WriteLength(value.Count);
        foreach (T item in value)
        {
            TItem.Write(ref writer, item);
        }
    }

    /// <inheritdoc/>
    public static ObservableCollection<T>? Read(ref PayloadReader reader)
    {
        List<T>? items = Items.ReadList<T, TItem>(ref reader);
        return items is null ? null : new ObservableCollection<T>(items);
    }
}

/// <summary>A read-only collection, around a list of its own.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReadOnlyCollectionCodec<T, TItem> : IProcessCodec<ReadOnlyCollection<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ReadOnlyCollection<T>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(ReadOnlyCollection<T>));
        writer.WriteLength(value.Count);
        foreach (T item in value)
        {
            TItem.Write(ref writer, item);
        }
    }

    /// <inheritdoc/>
    public static ReadOnlyCollection<T>? Read(ref PayloadReader reader)
    {
        List<T>? items = Items.ReadList<T, TItem>(ref reader);
        return items is null ? null : new ReadOnlyCollection<T>(items);
    }
}

/// <summary>A read-only observable collection, around a collection of its own.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReadOnlyObservableCollectionCodec<T, TItem> : IProcessCodec<ReadOnlyObservableCollection<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ReadOnlyObservableCollection<T>? value)
    {
        if (value is null)
        {
            writer.WriteLength(-1);
            return;
        }

        Items.RequireExact(value, typeof(ReadOnlyObservableCollection<T>));
        writer.WriteLength(value.Count);
        foreach (T item in value)
        {
            TItem.Write(ref writer, item);
        }
    }

    /// <inheritdoc/>
    public static ReadOnlyObservableCollection<T>? Read(ref PayloadReader reader)
    {
        List<T>? items = Items.ReadList<T, TItem>(ref reader);
        return items is null ? null : new ReadOnlyObservableCollection<T>(new ObservableCollection<T>(items));
    }
}
