using System.Runtime.CompilerServices;
using ProcGen.Managers;

namespace ProcGen;

// The same without blocking a thread.
public sealed partial class SharedList<T>
{
    /// <summary>An item.</summary>
    /// <param name="index">Its place.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task<T> GetAsync(int index, CancellationToken cancellationToken = default) => InvokeAsync(_operations.Get, index, ListOperations<T>.WriteIndex, cancellationToken);

    /// <summary>Replaces an item.</summary>
    /// <param name="index">Its place.</param>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task SetAsync(int index, T item, CancellationToken cancellationToken = default) =>
        InvokeAsync(ListOperations<T>.Set, (Manager, index, item), _operations.WriteItemAt, cancellationToken);

    /// <summary>Adds an item at the end.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task AddAsync(T item, CancellationToken cancellationToken = default) => AddRangeAsync([item], cancellationToken);

    /// <summary>Adds items at the end as one step, in one message.</summary>
    /// <param name="items">The items.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task AddRangeAsync(IEnumerable<T> items, CancellationToken cancellationToken = default) =>
        InvokeAsync(ListOperations<T>.AddMany, (Manager, Collected(items)), _operations.WriteItems, cancellationToken);

    /// <summary>Puts an item in front of another one.</summary>
    /// <param name="index">The place of the other one, or the number of items.</param>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task InsertAsync(int index, T item, CancellationToken cancellationToken = default) =>
        InvokeAsync(ListOperations<T>.Insert, (Manager, index, item), _operations.WriteItemAt, cancellationToken);

    /// <summary>Replaces an item by what a marked method makes of it, as one step. See <see cref="Update"/>.</summary>
    /// <param name="index">The item's place.</param>
    /// <param name="update">The stub of a synchronous marked method that takes the item and nothing else.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public async Task<T> UpdateAsync(int index, Func<T, ProcessCall<T>> update, CancellationToken cancellationToken = default)
    {
        T item = await GetAsync(index, cancellationToken).ConfigureAwait(false);
        return await InvokeAsync(_operations.Update, (index, UpdateMethods.Check(update, item, _operations.Items)), ListOperations<T>.WriteUpdate, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes an item and gives it back, as one step.</summary>
    /// <param name="index">Its place.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task<T> TakeAtAsync(int index, CancellationToken cancellationToken = default) => InvokeAsync(_operations.RemoveAt, index, ListOperations<T>.WriteIndex, cancellationToken);

    /// <summary>Removes the first item that is written as the same bytes.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task<bool> RemoveAsync(T item, CancellationToken cancellationToken = default) =>
        InvokeAsync(ListOperations<T>.Remove, (Manager, item), _operations.WriteItem, cancellationToken);

    /// <summary>The place of the first item that is written as the same bytes; -1 if there is none.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task<int> IndexOfAsync(T item, CancellationToken cancellationToken = default) =>
        InvokeAsync(ListOperations<T>.IndexOf, (Manager, item), _operations.WriteItem, cancellationToken);

    /// <summary>The number of items.</summary>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task<int> CountAsync(CancellationToken cancellationToken = default) => InvokeAsync(ListOperations<T>.Count, 0UL, ManagerMethod.WriteNothing, cancellationToken);

    /// <summary>Removes everything.</summary>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public Task ClearAsync(CancellationToken cancellationToken = default) => InvokeAsync(ListOperations<T>.Clear, 0UL, ManagerMethod.WriteNothing, cancellationToken);

    /// <summary>The items, page by page.</summary>
    /// <param name="cancellationToken">Gives up the wait.</param>
    public async IAsyncEnumerable<T> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ListPage<T> page;
        int start = 0;
        do
        {
            page = await InvokeAsync(_operations.GetPage, (start, PageSize), ListOperations<T>.WritePage, cancellationToken).ConfigureAwait(false);
            foreach (T item in page.Items)
            {
                yield return item;
            }

            start += page.Items.Length;
        }
        while (page.HasMore);
    }
}
