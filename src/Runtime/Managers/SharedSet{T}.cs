using System.Collections;
using ProcGen.CompilerServices;
using ProcGen.CompilerServices.Codecs;
using ProcGen.Managers;

namespace ProcGen;

/// <summary>A set in the process of a <see cref="ProcessManager"/>, shared by every process that has a proxy of it. Made by <see cref="ProcessManager.CreateSet{T}"/>.</summary>
/// <remarks>
/// Each operation that changes the set is one step for all processes, and one message there and back. Items are kept as they cross: two are one if they are written as the same bytes, whatever their own
/// <see cref="object.Equals(object)"/> says. The questions about two sets (<see cref="IsSubsetOf"/> and the like) are answered with a copy of the items. Thread-safe.
/// </remarks>
/// <typeparam name="T">The type of an item.</typeparam>
public sealed partial class SharedSet<T> : ManagerObject, ISet<T>, IReadOnlySet<T>
{
    private const int PageSize = 64 * 1024;

    private readonly DictionaryOperations<T, byte> _operations;

    internal SharedSet(ManagedReference reference, ItemCodec<T> items) : base(reference) =>
        _operations = DictionaryOperations<T, byte>.For(items, ItemCodec<byte, UnmanagedCodec<byte>>.Instance);

    /// <summary>The number of items.</summary>
    public int Count => Invoke(DictionaryOperations<T, byte>.Count, 0UL, ManagerMethod.WriteNothing);

    bool ICollection<T>.IsReadOnly => false;

    /// <summary>Adds an item.</summary>
    /// <param name="item">The item.</param>
    /// <returns>False if it was there.</returns>
    public bool Add(T item) => Invoke(DictionaryOperations<T, byte>.TryAdd, (Manager, item, (byte)0), _operations.WritePair);

    /// <summary>Removes an item.</summary>
    /// <param name="item">The item.</param>
    /// <returns>False if it was not there.</returns>
    public bool Remove(T item) => Invoke(_operations.Remove, (Manager, item), _operations.WriteKey).IsFound;

    /// <inheritdoc cref="ISet{T}.Add"/>
    public bool Contains(T item) => Invoke(DictionaryOperations<T, byte>.Contains, (Manager, item), _operations.WriteKey);

    /// <summary>Removes everything.</summary>
    public void Clear() => Invoke(DictionaryOperations<T, byte>.Clear, 0UL, ManagerMethod.WriteNothing);

    /// <summary>Adds items as one step, in one message.</summary>
    /// <param name="other">The items.</param>
    /// <returns>How many were not there.</returns>
    public int AddRange(IEnumerable<T> other) => Invoke(DictionaryOperations<T, byte>.SetMany, (Manager, Pairs(other)), _operations.WritePairs);

    /// <summary>Removes items as one step, in one message.</summary>
    /// <param name="other">The items.</param>
    /// <returns>How many were there.</returns>
    public int RemoveRange(IEnumerable<T> other) => Invoke(DictionaryOperations<T, byte>.RemoveMany, (Manager, Collected(other)), _operations.WriteKeys);

    /// <inheritdoc/>
    public void UnionWith(IEnumerable<T> other) => AddRange(other);

    /// <inheritdoc/>
    public void ExceptWith(IEnumerable<T> other) => RemoveRange(other);

    /// <inheritdoc/>
    public void IntersectWith(IEnumerable<T> other) => Invoke(DictionaryOperations<T, byte>.RetainMany, (Manager, Collected(other)), _operations.WriteKeys);

    /// <summary>Not one step: items that others add or remove meanwhile may be missed.</summary>
    /// <param name="other">The items to add where they are missing and to remove where they are there.</param>
    public void SymmetricExceptWith(IEnumerable<T> other)
    {
        HashSet<T> there = [.. other];
        HashSet<T> own = [.. Enumerate()];
        RemoveRange(there.Where(own.Contains));
        AddRange(there.Where(item => !own.Contains(item)));
    }

    /// <inheritdoc cref="ISet{T}.IsSubsetOf"/>
    public bool IsSubsetOf(IEnumerable<T> other) => Enumerate().ToHashSet().IsSubsetOf(other);

    /// <inheritdoc cref="ISet{T}.IsSupersetOf"/>
    public bool IsSupersetOf(IEnumerable<T> other) => Enumerate().ToHashSet().IsSupersetOf(other);

    /// <inheritdoc cref="ISet{T}.IsProperSubsetOf"/>
    public bool IsProperSubsetOf(IEnumerable<T> other) => Enumerate().ToHashSet().IsProperSubsetOf(other);

    /// <inheritdoc cref="ISet{T}.IsProperSupersetOf"/>
    public bool IsProperSupersetOf(IEnumerable<T> other) => Enumerate().ToHashSet().IsProperSupersetOf(other);

    /// <inheritdoc cref="ISet{T}.Overlaps"/>
    public bool Overlaps(IEnumerable<T> other) => Enumerate().ToHashSet().Overlaps(other);

    /// <inheritdoc cref="ISet{T}.SetEquals"/>
    public bool SetEquals(IEnumerable<T> other) => Enumerate().ToHashSet().SetEquals(other);

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
        for (long after = 0; after >= 0;)
        {
            TablePage<T> page = Invoke(_operations.GetKeys, (after, PageSize, false), DictionaryOperations<T, byte>.WritePage);
            foreach (T item in page.Items)
            {
                yield return item;
            }

            after = page.Next;
        }
    }

    void ICollection<T>.Add(T item) => Add(item);

    private static IReadOnlyCollection<T> Collected(IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return [.. items];
    }

    private static IReadOnlyCollection<KeyValuePair<T, byte>> Pairs(IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return [.. items.Select(static item => new KeyValuePair<T, byte>(item, 0))];
    }
}
