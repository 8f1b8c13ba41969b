using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>Any set of .NET behind an interface; it arrives as what it is, with its comparer.</summary>
/// <typeparam name="TInterface">The interface: <see cref="ISet{T}"/>, <see cref="IReadOnlySet{T}"/>, <see cref="IImmutableSet{T}"/>.</typeparam>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SetInterfaceCodec<TInterface, T, TItem> : IProcessCodec<TInterface>
    where TInterface : class
    where TItem : IProcessCodec<T>
{
    // The numbers are on the wire.
    private const byte Hash = 0;
    private const byte Sorted = 1;
    private const byte ReadOnly = 2;
    private const byte ImmutableHash = 3;
    private const byte ImmutableSorted = 4;
    private const byte Frozen = 5;

    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, TInterface? value)
    {
        switch (value)
        {
            case null:
                InterfaceKind.WriteNull(ref writer);
                break;
            case HashSet<T> set:
                InterfaceKind.Write<HashSet<T>, SetCodec<HashSet<T>, T, TItem, HashSetShape<T>>>(ref writer, Hash, set);
                break;
            case SortedSet<T> set:
                InterfaceKind.Write<SortedSet<T>, SetCodec<SortedSet<T>, T, TItem, SortedSetShape<T>>>(ref writer, Sorted, set);
                break;
            case ReadOnlySet<T> set:
                InterfaceKind.Write<ReadOnlySet<T>, ReadOnlySetCodec<T, TItem>>(ref writer, ReadOnly, set);
                break;
            case ImmutableHashSet<T> set:
                InterfaceKind.Write<ImmutableHashSet<T>, SetCodec<ImmutableHashSet<T>, T, TItem, ImmutableHashSetShape<T>>>(ref writer, ImmutableHash, set);
                break;
            case ImmutableSortedSet<T> set:
                InterfaceKind.Write<ImmutableSortedSet<T>, SetCodec<ImmutableSortedSet<T>, T, TItem, ImmutableSortedSetShape<T>>>(ref writer, ImmutableSorted, set);
                break;
            case FrozenSet<T> set:
                InterfaceKind.Write<FrozenSet<T>, SetCodec<FrozenSet<T>, T, TItem, FrozenSetShape<T>>>(ref writer, Frozen, set);
                break;
            default:
                PayloadErrors.ThrowDerivedCollection(typeof(TInterface), value);
                break;
        }
    }

    /// <inheritdoc/>
    public static TInterface? Read(ref PayloadReader reader)
    {
        byte kind = InterfaceKind.Read(ref reader);
        object? value = kind switch
        {
            Hash => SetCodec<HashSet<T>, T, TItem, HashSetShape<T>>.Read(ref reader),
            Sorted => SetCodec<SortedSet<T>, T, TItem, SortedSetShape<T>>.Read(ref reader),
            ReadOnly => ReadOnlySetCodec<T, TItem>.Read(ref reader),
            ImmutableHash => SetCodec<ImmutableHashSet<T>, T, TItem, ImmutableHashSetShape<T>>.Read(ref reader),
            ImmutableSorted => SetCodec<ImmutableSortedSet<T>, T, TItem, ImmutableSortedSetShape<T>>.Read(ref reader),
            Frozen => SetCodec<FrozenSet<T>, T, TItem, FrozenSetShape<T>>.Read(ref reader),
            _ => null,
        };
        return InterfaceKind.Require<TInterface>(kind, value);
    }
}
