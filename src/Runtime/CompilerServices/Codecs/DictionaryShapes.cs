using System.Collections.Concurrent;
using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A dictionary.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct DictionaryShape<TKey, TValue> : IDictionaryShape<Dictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull
{
    private Dictionary<TKey, TValue> _items;

    /// <inheritdoc/>
    public static object? GetComparer(Dictionary<TKey, TValue> value) => value.Comparer;

    /// <inheritdoc/>
    public static ICollection<KeyValuePair<TKey, TValue>> GetItems(Dictionary<TKey, TValue> value) => value;

    /// <inheritdoc/>
    public void Begin(int length, StringComparer? comparer) => _items = new(length, StringComparerCodec.ForEquality<TKey>(comparer));

    /// <inheritdoc/>
    public readonly bool TryAdd(TKey key, TValue value) => _items.TryAdd(key, value);

    /// <inheritdoc/>
    public readonly Dictionary<TKey, TValue> Build() => _items;
}

/// <summary>A dictionary that keeps the order of its keys.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct OrderedDictionaryShape<TKey, TValue> : IDictionaryShape<OrderedDictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull
{
    private OrderedDictionary<TKey, TValue> _items;

    /// <inheritdoc/>
    public static object? GetComparer(OrderedDictionary<TKey, TValue> value) => value.Comparer;

    /// <inheritdoc/>
    public static ICollection<KeyValuePair<TKey, TValue>> GetItems(OrderedDictionary<TKey, TValue> value) => value;

    /// <inheritdoc/>
    public void Begin(int length, StringComparer? comparer) => _items = new(length, StringComparerCodec.ForEquality<TKey>(comparer));

    /// <inheritdoc/>
    public readonly bool TryAdd(TKey key, TValue value) => _items.TryAdd(key, value);

    /// <inheritdoc/>
    public readonly OrderedDictionary<TKey, TValue> Build() => _items;
}

/// <summary>A sorted dictionary.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct SortedDictionaryShape<TKey, TValue> : IDictionaryShape<SortedDictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull
{
    private SortedDictionary<TKey, TValue> _items;

    /// <inheritdoc/>
    public static object? GetComparer(SortedDictionary<TKey, TValue> value) => value.Comparer;

    /// <inheritdoc/>
    public static ICollection<KeyValuePair<TKey, TValue>> GetItems(SortedDictionary<TKey, TValue> value) => value;

    /// <inheritdoc/>
    public void Begin(int length, StringComparer? comparer) => _items = new(StringComparerCodec.ForOrder<TKey>(comparer));

    /// <inheritdoc/>
    public readonly bool TryAdd(TKey key, TValue value) => _items.TryAdd(key, value);

    /// <inheritdoc/>
    public readonly SortedDictionary<TKey, TValue> Build() => _items;
}

/// <summary>A sorted list.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct SortedListShape<TKey, TValue> : IDictionaryShape<SortedList<TKey, TValue>, TKey, TValue>
    where TKey : notnull
{
    private SortedList<TKey, TValue> _items;

    /// <inheritdoc/>
    public static object? GetComparer(SortedList<TKey, TValue> value) => value.Comparer;

    /// <inheritdoc/>
    public static ICollection<KeyValuePair<TKey, TValue>> GetItems(SortedList<TKey, TValue> value) => value;

    /// <inheritdoc/>
    public void Begin(int length, StringComparer? comparer) => _items = new(length, StringComparerCodec.ForOrder<TKey>(comparer));

    /// <inheritdoc/>
    public readonly bool TryAdd(TKey key, TValue value) => _items.TryAdd(key, value);

    /// <inheritdoc/>
    public readonly SortedList<TKey, TValue> Build() => _items;
}

/// <summary>A concurrent dictionary as it is at one moment.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct ConcurrentDictionaryShape<TKey, TValue> : IDictionaryShape<ConcurrentDictionary<TKey, TValue>, TKey, TValue>
    where TKey : notnull
{
    private ConcurrentDictionary<TKey, TValue> _items;

    /// <inheritdoc/>
    public static object? GetComparer(ConcurrentDictionary<TKey, TValue> value) => value.Comparer;

    /// <inheritdoc/>
    public static ICollection<KeyValuePair<TKey, TValue>> GetItems(ConcurrentDictionary<TKey, TValue> value) => value.ToArray();

    /// <inheritdoc/>
    public void Begin(int length, StringComparer? comparer) => _items = new(StringComparerCodec.ForEquality<TKey>(comparer));

    /// <inheritdoc/>
    public readonly bool TryAdd(TKey key, TValue value) => _items.TryAdd(key, value);

    /// <inheritdoc/>
    public readonly ConcurrentDictionary<TKey, TValue> Build() => _items;
}
