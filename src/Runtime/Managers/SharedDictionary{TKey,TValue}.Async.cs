using System.Runtime.CompilerServices;
using ProcGen.Managers;

namespace ProcGen;

// The same without blocking a thread.
public sealed partial class SharedDictionary<TKey, TValue>
{
    /// <summary>The value of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public async Task<TValue> GetAsync(TKey key, CancellationToken cancellationToken = default)
    {
        (bool isFound, TValue? value) = await TryGetAsync(key, cancellationToken).ConfigureAwait(false);
        return isFound ? value! : throw NewNotFound(key);
    }

    /// <summary>The value of a key, if it is there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public async Task<(bool IsFound, TValue? Value)> TryGetAsync(TKey key, CancellationToken cancellationToken = default)
    {
        Found<TValue> found = await InvokeAsync(_operations.Get, (Manager, Checked(key)), _operations.WriteKey, cancellationToken).ConfigureAwait(false);
        return (found.IsFound, found.Value);
    }

    /// <summary>Adds a key or replaces its value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task SetAsync(TKey key, TValue value, CancellationToken cancellationToken = default) =>
        InvokeAsync(DictionaryOperations<TKey, TValue>.Set, (Manager, Checked(key), value), _operations.WritePair, cancellationToken);

    /// <inheritdoc cref="TryAdd"/>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task<bool> TryAddAsync(TKey key, TValue value, CancellationToken cancellationToken = default) =>
        InvokeAsync(DictionaryOperations<TKey, TValue>.TryAdd, (Manager, Checked(key), value), _operations.WritePair, cancellationToken);

    /// <inheritdoc cref="GetOrAdd"/>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task<TValue> GetOrAddAsync(TKey key, TValue value, CancellationToken cancellationToken = default) =>
        InvokeAsync(_operations.GetOrAdd, (Manager, Checked(key), value), _operations.WritePair, cancellationToken);

    /// <inheritdoc cref="TryUpdate"/>
    /// <param name="key">The key.</param>
    /// <param name="newValue">The new value.</param>
    /// <param name="comparisonValue">The value believed to be there.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task<bool> TryUpdateAsync(TKey key, TValue newValue, TValue comparisonValue, CancellationToken cancellationToken = default) =>
        InvokeAsync(DictionaryOperations<TKey, TValue>.TryUpdate, (Manager, Checked(key), newValue, comparisonValue), _operations.WriteChange, cancellationToken);

    /// <inheritdoc cref="AddOrUpdate"/>
    /// <param name="key">The key.</param>
    /// <param name="addValue">The value if the key is not there.</param>
    /// <param name="update">The stub of a synchronous marked method that takes the key and the value and nothing else.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task<TValue> AddOrUpdateAsync(TKey key, TValue addValue, Func<TKey, TValue, ProcessCall<TValue>> update, CancellationToken cancellationToken = default) =>
        InvokeAsync(_operations.Update, (Manager, Checked(key), addValue, UpdateMethods.Check(update, key, addValue, _operations.Keys, _operations.Values)), _operations.WriteUpdate, cancellationToken);

    /// <summary>Removes a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    /// <returns>Whether it was there, and its value.</returns>
    public async Task<(bool IsFound, TValue? Value)> RemoveAsync(TKey key, CancellationToken cancellationToken = default)
    {
        Found<TValue> found = await InvokeAsync(_operations.Remove, (Manager, Checked(key)), _operations.WriteKey, cancellationToken).ConfigureAwait(false);
        return (found.IsFound, found.Value);
    }

    /// <summary>Whether a key is there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task<bool> ContainsKeyAsync(TKey key, CancellationToken cancellationToken = default) =>
        InvokeAsync(DictionaryOperations<TKey, TValue>.Contains, (Manager, Checked(key)), _operations.WriteKey, cancellationToken);

    /// <summary>The number of entries.</summary>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task<int> CountAsync(CancellationToken cancellationToken = default) =>
        InvokeAsync(DictionaryOperations<TKey, TValue>.Count, 0UL, ManagerMethod.WriteNothing, cancellationToken);

    /// <summary>Removes everything.</summary>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task ClearAsync(CancellationToken cancellationToken = default) => InvokeAsync(DictionaryOperations<TKey, TValue>.Clear, 0UL, ManagerMethod.WriteNothing, cancellationToken);

    /// <inheritdoc cref="SetMany"/>
    /// <param name="entries">The entries.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task SetManyAsync(IEnumerable<KeyValuePair<TKey, TValue>> entries, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return InvokeAsync(DictionaryOperations<TKey, TValue>.SetMany, (Manager, Collected(entries)), _operations.WritePairs, cancellationToken);
    }

    /// <inheritdoc cref="GetMany"/>
    /// <param name="keys">The keys.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public async Task<Dictionary<TKey, TValue>> GetManyAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default)
    {
        TKey[] all = [.. keys];
        return ToDictionary(all, await InvokeAsync(_operations.GetMany, (Manager, (IReadOnlyCollection<TKey>)all), _operations.WriteKeys, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc cref="RemoveMany"/>
    /// <param name="keys">The keys.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task<int> RemoveManyAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default) =>
        InvokeAsync(DictionaryOperations<TKey, TValue>.RemoveMany, (Manager, (IReadOnlyCollection<TKey>)[.. keys]), _operations.WriteKeys, cancellationToken);

    /// <summary>The entries, page by page.</summary>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public async IAsyncEnumerable<KeyValuePair<TKey, TValue>> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (long after = 0; after >= 0;)
        {
            TablePage<KeyValuePair<TKey, TValue>> page =
                await InvokeAsync(_operations.GetPage, (after, PageSize, true), DictionaryOperations<TKey, TValue>.WritePage, cancellationToken).ConfigureAwait(false);
            foreach (KeyValuePair<TKey, TValue> item in page.Items)
            {
                yield return item;
            }

            after = page.Next;
        }
    }
}
