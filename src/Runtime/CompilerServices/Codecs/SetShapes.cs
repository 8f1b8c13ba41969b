using System.Collections.Frozen;
using System.Collections.Immutable;
using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A set.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct HashSetShape<T> : ISetShape<HashSet<T>, T>
{
    private HashSet<T> _items;

    /// <inheritdoc/>
    public static object? GetComparer(HashSet<T> value) => value.Comparer;

    /// <inheritdoc/>
    public void Begin(int length, StringComparer? comparer) => _items = new(length, StringComparerCodec.ForEquality<T>(comparer));

    /// <inheritdoc/>
    public readonly bool Add(T item) => _items.Add(item);

    /// <inheritdoc/>
    public readonly HashSet<T> Build() => _items;
}

/// <summary>A sorted set.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct SortedSetShape<T> : ISetShape<SortedSet<T>, T>
{
    private SortedSet<T> _items;

    /// <inheritdoc/>
    public static object? GetComparer(SortedSet<T> value) => value.Comparer;

    /// <inheritdoc/>
    public void Begin(int length, StringComparer? comparer) => _items = new(StringComparerCodec.ForOrder<T>(comparer));

    /// <inheritdoc/>
    public readonly bool Add(T item) => _items.Add(item);

    /// <inheritdoc/>
    public readonly SortedSet<T> Build() => _items;
}

/// <summary>An immutable set.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct ImmutableHashSetShape<T> : ISetShape<ImmutableHashSet<T>, T>
{
    private ImmutableHashSet<T>.Builder _items;

    /// <inheritdoc/>
    public static object? GetComparer(ImmutableHashSet<T> value) => value.KeyComparer;

    /// <inheritdoc/>
    public void Begin(int length, StringComparer? comparer) => _items = ImmutableHashSet.CreateBuilder(StringComparerCodec.ForEquality<T>(comparer));

    /// <inheritdoc/>
    public readonly bool Add(T item) => _items.Add(item);

    /// <inheritdoc/>
    public readonly ImmutableHashSet<T> Build() => _items.ToImmutable();
}

/// <summary>An immutable sorted set.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct ImmutableSortedSetShape<T> : ISetShape<ImmutableSortedSet<T>, T>
{
    private ImmutableSortedSet<T>.Builder _items;

    /// <inheritdoc/>
    public static object? GetComparer(ImmutableSortedSet<T> value) => value.KeyComparer;

    /// <inheritdoc/>
    public void Begin(int length, StringComparer? comparer) => _items = ImmutableSortedSet.CreateBuilder(StringComparerCodec.ForOrder<T>(comparer));

    /// <inheritdoc/>
    public readonly bool Add(T item) => _items.Add(item);

    /// <inheritdoc/>
    public readonly ImmutableSortedSet<T> Build() => _items.ToImmutable();
}

/// <summary>A frozen set; frozen anew.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct FrozenSetShape<T> : ISetShape<FrozenSet<T>, T>
{
    private HashSet<T> _items;

    /// <inheritdoc/>
    public static object? GetComparer(FrozenSet<T> value) => value.Comparer;

    /// <inheritdoc/>
    public void Begin(int length, StringComparer? comparer) => _items = new(length, StringComparerCodec.ForEquality<T>(comparer));

    /// <inheritdoc/>
    public readonly bool Add(T item) => _items.Add(item);

    /// <inheritdoc/>
    public readonly FrozenSet<T> Build() => _items.ToFrozenSet(_items.Comparer);
}
