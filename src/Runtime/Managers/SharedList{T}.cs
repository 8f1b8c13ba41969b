using System.Collections;
using ProcGen.CompilerServices;
using ProcGen.Managers;

namespace ProcGen;

/// <summary>A list in the process of a <see cref="ProcessManager"/>, shared by every process that has a proxy of it. Made by <see cref="ProcessManager.CreateList{T}"/>.</summary>
/// <remarks>
/// Each operation is one step for all processes, and one message there and back, also those on many items; what has to be atomic beyond that is done by
/// <see cref="Update(int, Func{T, ProcessCall{T}})"/>. Items are kept as they cross: two are equal if they are written as the same bytes, and changing an item that was taken out changes nothing inside;
/// an item that is itself a <see cref="ManagerObject"/> is shared. An enumeration takes page after page, and sees what others do meanwhile. Thread-safe.
/// </remarks>
/// <typeparam name="T">The type of an item.</typeparam>
public sealed partial class SharedList<T> : ManagerObject, IList<T>, IReadOnlyList<T>
{
    private const int PageSize = 64 * 1024;

    private readonly ListOperations<T> _operations;

    internal SharedList(ManagedReference reference, ItemCodec<T> items) : base(reference) => _operations = ListOperations<T>.For(items);

    /// <summary>The number of items.</summary>
    public int Count => Invoke(ListOperations<T>.Count, 0UL, ManagerMethod.WriteNothing);

    bool ICollection<T>.IsReadOnly => false;

    /// <summary>An item.</summary>
    /// <param name="index">Its place.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place (any more).</exception>
    public T this[int index]
    {
        get => Invoke(_operations.Get, index, ListOperations<T>.WriteIndex);
        set => Invoke(ListOperations<T>.Set, (Manager, index, value), _operations.WriteItemAt);
    }

    /// <summary>Adds an item at the end.</summary>
    /// <param name="item">The item.</param>
    public void Add(T item) => AddRange([item]);

    /// <summary>Adds items at the end as one step, in one message.</summary>
    /// <param name="items">The items.</param>
    public void AddRange(IEnumerable<T> items) => Invoke(ListOperations<T>.AddMany, (Manager, Collected(items)), _operations.WriteItems);

    /// <summary>Puts an item in front of another one.</summary>
    /// <param name="index">The place of the other one, or the number of items.</param>
    /// <param name="item">The item.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place (any more).</exception>
    public void Insert(int index, T item) => Invoke(ListOperations<T>.Insert, (Manager, index, item), _operations.WriteItemAt);

    /// <summary>Replaces an item by what a marked method makes of it. The method runs in the manager's process, and no other process sees anything between the old item and the new one.</summary>
    /// <param name="index">The item's place.</param>
    /// <param name="update">The stub of a synchronous marked method that takes the item and nothing else: <c>totals.Update(0, Sums.InProcess.Double)</c>.</param>
    /// <returns>The item that is there now.</returns>
    /// <exception cref="ArgumentException">It is not such a stub.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place (any more).</exception>
    public T Update(int index, Func<T, ProcessCall<T>> update) => Invoke(_operations.Update, (index, UpdateMethods.Check(update, this[index], _operations.Items)), ListOperations<T>.WriteUpdate);

    /// <summary>Removes an item.</summary>
    /// <param name="index">Its place.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place (any more).</exception>
    public void RemoveAt(int index) => TakeAt(index);

    /// <summary>Removes an item and gives it back, as one step.</summary>
    /// <param name="index">Its place.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place (any more).</exception>
    public T TakeAt(int index) => Invoke(_operations.RemoveAt, index, ListOperations<T>.WriteIndex);

    /// <summary>Removes the first item that is written as the same bytes.</summary>
    /// <param name="item">The item.</param>
    /// <returns>False if there was none.</returns>
    public bool Remove(T item) => Invoke(ListOperations<T>.Remove, (Manager, item), _operations.WriteItem);

    /// <summary>The place of the first item that is written as the same bytes; -1 if there is none.</summary>
    /// <param name="item">The item.</param>
    public int IndexOf(T item) => Invoke(ListOperations<T>.IndexOf, (Manager, item), _operations.WriteItem);

    /// <summary>Whether an item is written as the same bytes.</summary>
    /// <param name="item">The item.</param>
    public bool Contains(T item) => IndexOf(item) >= 0;

    /// <summary>Removes everything.</summary>
    public void Clear() => Invoke(ListOperations<T>.Clear, 0UL, ManagerMethod.WriteNothing);

    /// <summary>A copy of the items.</summary>
    public T[] ToArray() => [.. Enumerate()];

    /// <inheritdoc/>
    public void CopyTo(T[] array, int arrayIndex) => ToArray().CopyTo(array, arrayIndex);

    /// <summary>The items, page by page.</summary>
    public IEnumerator<T> GetEnumerator() => Enumerate().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Apart from the interfaces, of which LINQ would ask for the length first, which may change meanwhile.
    private IEnumerable<T> Enumerate()
    {
        ListPage<T> page;
        int start = 0;
        do
        {
            page = Invoke(_operations.GetPage, (start, PageSize), ListOperations<T>.WritePage);
            foreach (T item in page.Items)
            {
                yield return item;
            }

            start += page.Items.Length;
        }
        while (page.HasMore);
    }

    private static IReadOnlyCollection<T> Collected(IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items is T[] or List<T> ? (IReadOnlyCollection<T>)items : [.. items];
    }
}
