using System.Collections.Concurrent;
using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A concurrent queue as it is at one moment, from its head on.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ConcurrentQueueShape<T> : ISequenceShape<ConcurrentQueue<T>, T>
{
    /// <inheritdoc/>
    public static T[] ToArray(ConcurrentQueue<T> value) => value.ToArray();

    /// <inheritdoc/>
    public static ConcurrentQueue<T> Build(T[] items) => new(items);
}

/// <summary>A concurrent stack as it is at one moment, from its top on.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ConcurrentStackShape<T> : ISequenceShape<ConcurrentStack<T>, T>
{
    /// <inheritdoc/>
    public static T[] ToArray(ConcurrentStack<T> value) => value.ToArray();

    /// <inheritdoc/>
    public static ConcurrentStack<T> Build(T[] items) => new(Items.Reverse(items));
}

/// <summary>A concurrent bag as it is at one moment. Its order means nothing, but is kept where one thread filled it.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ConcurrentBagShape<T> : ISequenceShape<ConcurrentBag<T>, T>
{
    /// <inheritdoc/>
    public static T[] ToArray(ConcurrentBag<T> value) => value.ToArray();

    /// <inheritdoc/>
    public static ConcurrentBag<T> Build(T[] items) => new(Items.Reverse(items));
}
