using System.Collections.Immutable;
using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>An immutable list.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableListShape<T> : ISequenceShape<ImmutableList<T>, T>
{
    /// <inheritdoc/>
    public static T[] ToArray(ImmutableList<T> value) => [.. value];

    /// <inheritdoc/>
    public static ImmutableList<T> Build(T[] items) => ImmutableList.Create(items);
}

/// <summary>An immutable queue, from its head on.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableQueueShape<T> : ISequenceShape<ImmutableQueue<T>, T>
{
    /// <inheritdoc/>
    public static T[] ToArray(ImmutableQueue<T> value) => [.. value];

    /// <inheritdoc/>
    public static ImmutableQueue<T> Build(T[] items) => ImmutableQueue.Create(items);
}

/// <summary>An immutable stack, from its top on.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableStackShape<T> : ISequenceShape<ImmutableStack<T>, T>
{
    /// <inheritdoc/>
    public static T[] ToArray(ImmutableStack<T> value) => [.. value];

    /// <inheritdoc/>
    public static ImmutableStack<T> Build(T[] items) => ImmutableStack.Create(Items.Reverse(items));
}
