using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>Any dictionary of .NET behind an interface; it arrives as what it is, with its comparer.</summary>
/// <typeparam name="TInterface">The interface: <see cref="IDictionary{TKey, TValue}"/>, <see cref="IReadOnlyDictionary{TKey, TValue}"/>, <see cref="IImmutableDictionary{TKey, TValue}"/>.</typeparam>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
/// <typeparam name="TKeyCodec">The codec of a key.</typeparam>
/// <typeparam name="TValueCodec">The codec of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct DictionaryInterfaceCodec<TInterface, TKey, TValue, TKeyCodec, TValueCodec> : IProcessCodec<TInterface>
    where TInterface : class
    where TKey : notnull
    where TKeyCodec : IProcessCodec<TKey>
    where TValueCodec : IProcessCodec<TValue>
{
    // The numbers are on the wire.
    private const byte Plain = 0;
    private const byte Sorted = 1;
    private const byte List = 2;
    private const byte Concurrent = 3;
    private const byte ReadOnly = 4;
    private const byte Ordered = 5;
    private const byte Immutable = 6;
    private const byte ImmutableSorted = 7;
    private const byte Frozen = 8;

    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, TInterface? value)
    {
        switch (value)
        {
            case null:
                InterfaceKind.WriteNull(ref writer);
                break;
            case Dictionary<TKey, TValue> dictionary:
                InterfaceKind.Write<Dictionary<TKey, TValue>, DictionaryCodec<Dictionary<TKey, TValue>, TKey, TValue, TKeyCodec, TValueCodec, DictionaryShape<TKey, TValue>>>(ref writer, Plain, dictionary);
                break;
            case SortedDictionary<TKey, TValue> dictionary:
                InterfaceKind.Write<SortedDictionary<TKey, TValue>, DictionaryCodec<SortedDictionary<TKey, TValue>, TKey, TValue, TKeyCodec, TValueCodec, SortedDictionaryShape<TKey, TValue>>>(ref writer, Sorted, dictionary);
                break;
            case SortedList<TKey, TValue> dictionary:
                InterfaceKind.Write<SortedList<TKey, TValue>, DictionaryCodec<SortedList<TKey, TValue>, TKey, TValue, TKeyCodec, TValueCodec, SortedListShape<TKey, TValue>>>(ref writer, List, dictionary);
                break;
            case ConcurrentDictionary<TKey, TValue> dictionary:
                InterfaceKind.Write<ConcurrentDictionary<TKey, TValue>, DictionaryCodec<ConcurrentDictionary<TKey, TValue>, TKey, TValue, TKeyCodec, TValueCodec, ConcurrentDictionaryShape<TKey, TValue>>>(ref writer, Concurrent, dictionary);
                break;
            case ReadOnlyDictionary<TKey, TValue> dictionary:
                InterfaceKind.Write<ReadOnlyDictionary<TKey, TValue>, ReadOnlyDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>>(ref writer, ReadOnly, dictionary);
                break;
            case OrderedDictionary<TKey, TValue> dictionary:
                InterfaceKind.Write<OrderedDictionary<TKey, TValue>, DictionaryCodec<OrderedDictionary<TKey, TValue>, TKey, TValue, TKeyCodec, TValueCodec, OrderedDictionaryShape<TKey, TValue>>>(ref writer, Ordered, dictionary);
                break;
            case ImmutableDictionary<TKey, TValue> dictionary:
                InterfaceKind.Write<ImmutableDictionary<TKey, TValue>, DictionaryCodec<ImmutableDictionary<TKey, TValue>, TKey, TValue, TKeyCodec, TValueCodec, ImmutableDictionaryShape<TKey, TValue>>>(ref writer, Immutable, dictionary);
                break;
            case ImmutableSortedDictionary<TKey, TValue> dictionary:
                InterfaceKind.Write<ImmutableSortedDictionary<TKey, TValue>, DictionaryCodec<ImmutableSortedDictionary<TKey, TValue>, TKey, TValue, TKeyCodec, TValueCodec, ImmutableSortedDictionaryShape<TKey, TValue>>>(ref writer, ImmutableSorted, dictionary);
                break;
            case FrozenDictionary<TKey, TValue> dictionary:
                InterfaceKind.Write<FrozenDictionary<TKey, TValue>, DictionaryCodec<FrozenDictionary<TKey, TValue>, TKey, TValue, TKeyCodec, TValueCodec, FrozenDictionaryShape<TKey, TValue>>>(ref writer, Frozen, dictionary);
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
            Plain => DictionaryCodec<Dictionary<TKey, TValue>, TKey, TValue, TKeyCodec, TValueCodec, DictionaryShape<TKey, TValue>>.Read(ref reader),
            Sorted => DictionaryCodec<SortedDictionary<TKey, TValue>, TKey, TValue, TKeyCodec, TValueCodec, SortedDictionaryShape<TKey, TValue>>.Read(ref reader),
            List => DictionaryCodec<SortedList<TKey, TValue>, TKey, TValue, TKeyCodec, TValueCodec, SortedListShape<TKey, TValue>>.Read(ref reader),
            Concurrent => DictionaryCodec<ConcurrentDictionary<TKey, TValue>, TKey, TValue, TKeyCodec, TValueCodec, ConcurrentDictionaryShape<TKey, TValue>>.Read(ref reader),
            ReadOnly => ReadOnlyDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Read(ref reader),
            Ordered => DictionaryCodec<OrderedDictionary<TKey, TValue>, TKey, TValue, TKeyCodec, TValueCodec, OrderedDictionaryShape<TKey, TValue>>.Read(ref reader),
            Immutable => DictionaryCodec<ImmutableDictionary<TKey, TValue>, TKey, TValue, TKeyCodec, TValueCodec, ImmutableDictionaryShape<TKey, TValue>>.Read(ref reader),
            ImmutableSorted => DictionaryCodec<ImmutableSortedDictionary<TKey, TValue>, TKey, TValue, TKeyCodec, TValueCodec, ImmutableSortedDictionaryShape<TKey, TValue>>.Read(ref reader),
            Frozen => DictionaryCodec<FrozenDictionary<TKey, TValue>, TKey, TValue, TKeyCodec, TValueCodec, FrozenDictionaryShape<TKey, TValue>>.Read(ref reader),
            _ => null,
        };
        return InterfaceKind.Require<TInterface>(kind, value);
    }
}
