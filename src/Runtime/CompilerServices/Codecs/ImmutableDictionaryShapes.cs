using System.Collections.Frozen;
using System.Collections.Immutable;
using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>An immutable dictionary.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct ImmutableDictionaryShape<TKey, TValue> : IDictionaryShape<ImmutableDictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull
{
    private ImmutableDictionary<TKey, TValue>.Builder _items;

    /// <inheritdoc/>
    public static object? GetComparer(ImmutableDictionary<TKey, TValue> value) => value.KeyComparer;

    /// <inheritdoc/>
    public static ICollection<KeyValuePair<TKey, TValue>> GetItems(ImmutableDictionary<TKey, TValue> value) => value;

    /// <inheritdoc/>
    public void Begin(int length, StringComparer? comparer) => _items = ImmutableDictionary.CreateBuilder<TKey, TValue>(StringComparerCodec.ForEquality<TKey>(comparer));

    /// <inheritdoc/>
    public readonly bool TryAdd(TKey key, TValue value) => _items.TryAdd(key, value);

    /// <inheritdoc/>
    public readonly ImmutableDictionary<TKey, TValue> Build() => _items.ToImmutable();
}

/// <summary>An immutable sorted dictionary.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct ImmutableSortedDictionaryShape<TKey, TValue> : IDictionaryShape<ImmutableSortedDictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull
{
    private ImmutableSortedDictionary<TKey, TValue>.Builder _items;

    /// <inheritdoc/>
    public static object? GetComparer(ImmutableSortedDictionary<TKey, TValue> value) => value.KeyComparer;

    /// <inheritdoc/>
    public static ICollection<KeyValuePair<TKey, TValue>> GetItems(ImmutableSortedDictionary<TKey, TValue> value) => value;

    /// <inheritdoc/>
    public void Begin(int length, StringComparer? comparer) => _items = ImmutableSortedDictionary.CreateBuilder<TKey, TValue>(StringComparerCodec.ForOrder<TKey>(comparer));

    /// <inheritdoc/>
    public readonly bool TryAdd(TKey key, TValue value) => _items.TryAdd(key, value);

    /// <inheritdoc/>
    public readonly ImmutableSortedDictionary<TKey, TValue> Build() => _items.ToImmutable();
}

/// <summary>A frozen dictionary; frozen anew.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct FrozenDictionaryShape<TKey, TValue> : IDictionaryShape<FrozenDictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull
{
    private Dictionary<TKey, TValue> _items;

    /// <inheritdoc/>
    public static object? GetComparer(FrozenDictionary<TKey, TValue> value) => value.Comparer;

    /// <inheritdoc/>
    public static ICollection<KeyValuePair<TKey, TValue>> GetItems(FrozenDictionary<TKey, TValue> value) => value;

    /// <inheritdoc/>
    public void Begin(int length, StringComparer? comparer) => _items = new(length, StringComparerCodec.ForEquality<TKey>(comparer));

    /// <inheritdoc/>
    public readonly bool TryAdd(TKey key, TValue value) => _items.TryAdd(key, value);

    /// <inheritdoc/>
    public readonly FrozenDictionary<TKey, TValue> Build() => _items.ToFrozenDictionary(_items.Comparer);
}
