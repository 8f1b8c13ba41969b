using System.Collections;
using System.Diagnostics.CodeAnalysis;
using ProcGen.CompilerServices;
using ProcGen.Managers;

namespace ProcGen;

/// <summary>
/// A dictionary in the process of a <see cref="ProcessManager"/>, shared by every process that has a proxy of it. Made by <see cref="ProcessManager.CreateDictionary{TKey, TValue}"/>.
/// </summary>
/// <remarks>
/// Each operation is one step for all processes, and one message there and back, also those on many keys; what has to be atomic beyond that is done by
/// <see cref="AddOrUpdate(TKey, TValue, Func{TKey, TValue, ProcessCall{TValue}})"/> or <see cref="TryUpdate"/>. Keys and values are kept as they cross: two keys are one if they are written as the same
/// bytes, whatever their own <see cref="object.Equals(object)"/> says, and changing a value that was taken out changes nothing inside; a value that is itself a <see cref="ManagerObject"/> is shared.
/// An enumeration takes page after page: it has what was there all the time exactly once, and may or may not have what came or went meanwhile. Thread-safe.
/// </remarks>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
public sealed partial class SharedDictionary<TKey, TValue> : ManagerObject, IDictionary<TKey, TValue>, IReadOnlyDictionary<TKey, TValue>
    where TKey : notnull
{
    private const int PageSize = 64 * 1024;

    private readonly DictionaryOperations<TKey, TValue> _operations;

    internal SharedDictionary(ManagedReference reference, ItemCodec<TKey> keys, ItemCodec<TValue> values) : base(reference) =>
        _operations = DictionaryOperations<TKey, TValue>.For(keys, values);

    /// <summary>The number of entries.</summary>
    public int Count => Invoke(DictionaryOperations<TKey, TValue>.Count, 0UL, ManagerMethod.WriteNothing);

    /// <summary>The keys of one moment of each page, as a copy.</summary>
    public ICollection<TKey> Keys => [.. EnumerateKeys()];

    /// <summary>The values of one moment of each page, as a copy.</summary>
    public ICollection<TValue> Values => [.. Enumerate().Select(static pair => pair.Value)];

    IEnumerable<TKey> IReadOnlyDictionary<TKey, TValue>.Keys => Keys;

    IEnumerable<TValue> IReadOnlyDictionary<TKey, TValue>.Values => Values;

    bool ICollection<KeyValuePair<TKey, TValue>>.IsReadOnly => false;

    /// <summary>The value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public TValue this[TKey key]
    {
        get => TryGetValue(key, out TValue? value) ? value : throw NewNotFound(key);
        set => Invoke(DictionaryOperations<TKey, TValue>.Set, (Manager, Checked(key), value), _operations.WritePair);
    }

    /// <inheritdoc cref="IDictionary{TKey, TValue}.TryGetValue"/>
    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        Found<TValue> found = Invoke(_operations.Get, (Manager, Checked(key)), _operations.WriteKey);
        value = found.Value;
        return found.IsFound;
    }

    /// <inheritdoc/>
    public bool ContainsKey(TKey key) => Invoke(DictionaryOperations<TKey, TValue>.Contains, (Manager, Checked(key)), _operations.WriteKey);

    /// <summary>Adds a key that is not there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    /// <exception cref="ArgumentException">The key is there already.</exception>
    public void Add(TKey key, TValue value)
    {
        if (!TryAdd(key, value))
        {
            throw new ArgumentException($"The shared dictionary has the key '{key}' already.", nameof(key));
        }
    }

    /// <summary>Adds a key unless it is there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    /// <returns>False if it was there.</returns>
    public bool TryAdd(TKey key, TValue value) => Invoke(DictionaryOperations<TKey, TValue>.TryAdd, (Manager, Checked(key), value), _operations.WritePair);

    /// <summary>The value of a key, which is added with a value if it is not there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value to add.</param>
    /// <returns>The value that the key has now.</returns>
    public TValue GetOrAdd(TKey key, TValue value) => Invoke(_operations.GetOrAdd, (Manager, Checked(key), value), _operations.WritePair);

    /// <summary>Replaces a value if it still is what it is believed to be: written as the same bytes.</summary>
    /// <param name="key">The key.</param>
    /// <param name="newValue">The new value.</param>
    /// <param name="comparisonValue">The value believed to be there.</param>
    /// <returns>False if the key is not there, or has another value.</returns>
    public bool TryUpdate(TKey key, TValue newValue, TValue comparisonValue) =>
        Invoke(DictionaryOperations<TKey, TValue>.TryUpdate, (Manager, Checked(key), newValue, comparisonValue), _operations.WriteChange);

    /// <summary>
    /// Adds a key, or replaces its value by what a marked method makes of it. The method runs in the manager's process, and no other process sees anything between the old value and the new one.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="addValue">The value if the key is not there.</param>
    /// <param name="update">The stub of a synchronous marked method that takes the key and the value and nothing else: <c>counts.AddOrUpdate(word, 1, Words.InProcess.Increment)</c>.</param>
    /// <returns>The value that the key has now.</returns>
    /// <exception cref="ArgumentException">It is not such a stub.</exception>
    public TValue AddOrUpdate(TKey key, TValue addValue, Func<TKey, TValue, ProcessCall<TValue>> update) =>
        Invoke(_operations.Update, (Manager, Checked(key), addValue, UpdateMethods.Check(update, key, addValue, _operations.Keys, _operations.Values)), _operations.WriteUpdate);

    /// <inheritdoc/>
    public bool Remove(TKey key) => Remove(key, out _);

    /// <summary>Removes a key and takes its value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value that it had.</param>
    /// <returns>False if it was not there.</returns>
    public bool Remove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        Found<TValue> found = Invoke(_operations.Remove, (Manager, Checked(key)), _operations.WriteKey);
        value = found.Value;
        return found.IsFound;
    }

    /// <summary>Removes everything.</summary>
    public void Clear() => Invoke(DictionaryOperations<TKey, TValue>.Clear, 0UL, ManagerMethod.WriteNothing);

    /// <summary>Adds or replaces many entries as one step, in one message.</summary>
    /// <param name="entries">The entries; of several with one key the last counts.</param>
    public void SetMany(IEnumerable<KeyValuePair<TKey, TValue>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        Invoke(DictionaryOperations<TKey, TValue>.SetMany, (Manager, Collected(entries)), _operations.WritePairs);
    }

    /// <summary>The values of those of the keys that are there, of one moment, in one message.</summary>
    /// <param name="keys">The keys.</param>
    public Dictionary<TKey, TValue> GetMany(IEnumerable<TKey> keys)
    {
        TKey[] all = [.. keys];
        return ToDictionary(all, Invoke(_operations.GetMany, (Manager, (IReadOnlyCollection<TKey>)all), _operations.WriteKeys));
    }

    /// <summary>Removes many keys as one step, in one message.</summary>
    /// <param name="keys">The keys.</param>
    /// <returns>How many were there.</returns>
    public int RemoveMany(IEnumerable<TKey> keys) =>
        Invoke(DictionaryOperations<TKey, TValue>.RemoveMany, (Manager, (IReadOnlyCollection<TKey>)[.. keys]), _operations.WriteKeys);

    /// <summary>A copy of the entries.</summary>
    public KeyValuePair<TKey, TValue>[] ToArray() => [.. Enumerate()];

    /// <summary>The entries, page by page.</summary>
    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => Enumerate().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Apart from the interfaces, of which LINQ would ask for the length first, which may change meanwhile.
    private IEnumerable<KeyValuePair<TKey, TValue>> Enumerate()
    {
        for (long after = 0; after >= 0;)
        {
            TablePage<KeyValuePair<TKey, TValue>> page = Invoke(_operations.GetPage, (after, PageSize, true), DictionaryOperations<TKey, TValue>.WritePage);
            foreach (KeyValuePair<TKey, TValue> item in page.Items)
            {
                yield return item;
            }

            after = page.Next;
        }
    }

    void ICollection<KeyValuePair<TKey, TValue>>.Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<TKey, TValue>>.Contains(KeyValuePair<TKey, TValue> item) =>
        TryGetValue(item.Key, out TValue? value) && EqualityComparer<TValue>.Default.Equals(value, item.Value);

    bool ICollection<KeyValuePair<TKey, TValue>>.Remove(KeyValuePair<TKey, TValue> item) =>
        Invoke(DictionaryOperations<TKey, TValue>.RemovePair, (Manager, Checked(item.Key), item.Value), _operations.WritePair);

    void ICollection<KeyValuePair<TKey, TValue>>.CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex) => ToArray().CopyTo(array, arrayIndex);

    private IEnumerable<TKey> EnumerateKeys()
    {
        for (long after = 0; after >= 0;)
        {
            TablePage<TKey> page = Invoke(_operations.GetKeys, (after, PageSize, false), DictionaryOperations<TKey, TValue>.WritePage);
            foreach (TKey key in page.Items)
            {
                yield return key;
            }

            after = page.Next;
        }
    }

    private static IReadOnlyCollection<KeyValuePair<TKey, TValue>> Collected(IEnumerable<KeyValuePair<TKey, TValue>> entries) =>
        entries is Dictionary<TKey, TValue> or KeyValuePair<TKey, TValue>[] or List<KeyValuePair<TKey, TValue>> ? (IReadOnlyCollection<KeyValuePair<TKey, TValue>>)entries : [.. entries];

    private static Dictionary<TKey, TValue> ToDictionary(TKey[] keys, (int Index, TValue Value)[] found)
    {
        var result = new Dictionary<TKey, TValue>(found.Length);
        foreach ((int index, TValue value) in found)
        {
            result[keys[index]] = value;
        }

        return result;
    }

    private static TKey Checked(TKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key;
    }

    private static KeyNotFoundException NewNotFound(TKey key) => new($"The shared dictionary has no key '{key}'.");
}
