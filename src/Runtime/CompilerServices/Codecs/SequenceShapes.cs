using System.Collections.ObjectModel;
using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A queue, from its head on.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct QueueShape<T> : ISequenceShape<Queue<T>, T>
{
    /// <inheritdoc/>
    public static T[] ToArray(Queue<T> value) => value.ToArray();

    /// <inheritdoc/>
    public static Queue<T> Build(T[] items) => new(items);
}

/// <summary>A stack, from its top on.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct StackShape<T> : ISequenceShape<Stack<T>, T>
{
    /// <inheritdoc/>
    public static T[] ToArray(Stack<T> value) => value.ToArray();

    /// <inheritdoc/>
    public static Stack<T> Build(T[] items) => new(Items.Reverse(items));
}

/// <summary>A linked list.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct LinkedListShape<T> : ISequenceShape<LinkedList<T>, T>
{
    /// <inheritdoc/>
    public static T[] ToArray(LinkedList<T> value) => [.. value];

    /// <inheritdoc/>
    public static LinkedList<T> Build(T[] items) => new(items);
}

/// <summary>A collection of the object model, in a list of its own.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CollectionShape<T> : ISequenceShape<Collection<T>, T>
{
    /// <inheritdoc/>
    public static T[] ToArray(Collection<T> value) => [.. value];

    /// <inheritdoc/>
    public static Collection<T> Build(T[] items) => new([.. items]);
}

/// <summary>An observable collection; those who observe it stay behind.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ObservableCollectionShape<T> : ISequenceShape<ObservableCollection<T>, T>
{
    /// <inheritdoc/>
    public static T[] ToArray(ObservableCollection<T> value) => [.. value];

    /// <inheritdoc/>
    public static ObservableCollection<T> Build(T[] items) => new(items);
}

/// <summary>A read-only collection, around an array of its own.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReadOnlyCollectionShape<T> : ISequenceShape<ReadOnlyCollection<T>, T>
{
    /// <inheritdoc/>
    public static T[] ToArray(ReadOnlyCollection<T> value) => [.. value];

    /// <inheritdoc/>
    public static ReadOnlyCollection<T> Build(T[] items) => new(items);
}

/// <summary>A read-only observable collection, around a collection of its own.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReadOnlyObservableCollectionShape<T> : ISequenceShape<ReadOnlyObservableCollection<T>, T>
{
    /// <inheritdoc/>
    public static T[] ToArray(ReadOnlyObservableCollection<T> value) => [.. value];

    /// <inheritdoc/>
    public static ReadOnlyObservableCollection<T> Build(T[] items) => new(new ObservableCollection<T>(items));
}
