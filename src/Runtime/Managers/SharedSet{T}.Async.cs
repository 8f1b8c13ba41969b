using System.Runtime.CompilerServices;
using ProcGen.Managers;

namespace ProcGen;

// The same without blocking a thread.
public sealed partial class SharedSet<T>
{
    /// <inheritdoc cref="Add(T)"/>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task<bool> AddAsync(T item, CancellationToken cancellationToken = default) =>
        InvokeAsync(DictionaryOperations<T, byte>.TryAdd, (Manager, item, (byte)0), _operations.WritePair, cancellationToken);

    /// <inheritdoc cref="Remove(T)"/>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public async Task<bool> RemoveAsync(T item, CancellationToken cancellationToken = default) =>
        (await InvokeAsync(_operations.Remove, (Manager, item), _operations.WriteKey, cancellationToken).ConfigureAwait(false)).IsFound;

    /// <summary>Whether an item is there.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task<bool> ContainsAsync(T item, CancellationToken cancellationToken = default) =>
        InvokeAsync(DictionaryOperations<T, byte>.Contains, (Manager, item), _operations.WriteKey, cancellationToken);

    /// <summary>The number of items.</summary>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task<int> CountAsync(CancellationToken cancellationToken = default) => InvokeAsync(DictionaryOperations<T, byte>.Count, 0UL, ManagerMethod.WriteNothing, cancellationToken);

    /// <summary>Removes everything.</summary>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task ClearAsync(CancellationToken cancellationToken = default) => InvokeAsync(DictionaryOperations<T, byte>.Clear, 0UL, ManagerMethod.WriteNothing, cancellationToken);

    /// <inheritdoc cref="AddRange"/>
    /// <param name="other">The items.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task<int> AddRangeAsync(IEnumerable<T> other, CancellationToken cancellationToken = default) =>
        InvokeAsync(DictionaryOperations<T, byte>.SetMany, (Manager, Pairs(other)), _operations.WritePairs, cancellationToken);

    /// <inheritdoc cref="RemoveRange"/>
    /// <param name="other">The items.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task<int> RemoveRangeAsync(IEnumerable<T> other, CancellationToken cancellationToken = default) =>
        InvokeAsync(DictionaryOperations<T, byte>.RemoveMany, (Manager, Collected(other)), _operations.WriteKeys, cancellationToken);

    /// <summary>The items, page by page.</summary>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public async IAsyncEnumerable<T> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (long after = 0; after >= 0;)
        {
            TablePage<T> page = await InvokeAsync(_operations.GetKeys, (after, PageSize, false), DictionaryOperations<T, byte>.WritePage, cancellationToken).ConfigureAwait(false);
            foreach (T item in page.Items)
            {
                yield return item;
            }

            after = page.Next;
        }
    }
}
