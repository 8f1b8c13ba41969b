using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>A collection behind an interface: an array arrives as an array, a set as a set with its comparer, anything else as a list of its items.</summary>
/// <typeparam name="TInterface">
/// The interface: <see cref="ICollection{T}"/>, <see cref="IReadOnlyCollection{T}"/>, <see cref="IList{T}"/>, <see cref="IReadOnlyList{T}"/>.
/// </typeparam>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct CollectionInterfaceCodec<TInterface, T, TItem> : IProcessCodec<TInterface>
    where TInterface : class, IEnumerable<T>
    where TItem : IProcessCodec<T>
{
    // The numbers are on the wire.
    private const byte Array = 0;
    private const byte List = 1;
    private const byte Hash = 2;
    private const byte Sorted = 3;

    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, TInterface? value)
    {
        switch (value)
        {
            case null:
                InterfaceKind.WriteNull(ref writer);
                break;
            case T[] array:
                InterfaceKind.Write<T[], ArrayCodec<T, TItem>>(ref writer, Array, array);
                break;
            case HashSet<T> set:
                InterfaceKind.Write<HashSet<T>, SetCodec<HashSet<T>, T, TItem, HashSetShape<T>>>(ref writer, Hash, set);
                break;
            case SortedSet<T> set:
                InterfaceKind.Write<SortedSet<T>, SetCodec<SortedSet<T>, T, TItem, SortedSetShape<T>>>(ref writer, Sorted, set);
                break;
            case List<T> list when list.GetType() == typeof(List<T>):
                InterfaceKind.Write<List<T>, ListCodec<T, TItem>>(ref writer, List, list);
                break;
            default:
                // An array of the items reads as a list of them.
                InterfaceKind.Write<T[], ArrayCodec<T, TItem>>(ref writer, List, [.. value]);
                break;
        }
    }

    /// <inheritdoc/>
    public static TInterface? Read(ref PayloadReader reader)
    {
        byte kind = InterfaceKind.Read(ref reader);
        object? value = kind switch
        {
            Array => ArrayCodec<T, TItem>.Read(ref reader),
            List => ListCodec<T, TItem>.Read(ref reader),
            Hash => SetCodec<HashSet<T>, T, TItem, HashSetShape<T>>.Read(ref reader),
            Sorted => SetCodec<SortedSet<T>, T, TItem, SortedSetShape<T>>.Read(ref reader),
            _ => null,
        };
        return InterfaceKind.Require<TInterface>(kind, value);
    }
}
