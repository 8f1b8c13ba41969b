using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.ComponentModel;
using MemoryPack;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>Any dictionary of .NET behind the interface; it arrives as what it is, with its comparer.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
/// <typeparam name="TKeyCodec">The codec of a key.</typeparam>
/// <typeparam name="TValueCodec">The codec of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct DictionaryInterfaceCodec<TKey, TValue, TKeyCodec, TValueCodec> : IProcessCodec<IDictionary<TKey, TValue>>
    where TKey : notnull
    where TKeyCodec : IProcessCodec<TKey>
    where TValueCodec : IProcessCodec<TValue>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, IDictionary<TKey, TValue>? value)
    {
        switch (value)
        {
            case null:
                writer.Writer.WriteNullObjectHeader();
                break;
            case Dictionary<TKey, TValue> dictionary:
                writer.Writer.WriteObjectHeader(0);
                DictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Write(ref writer, dictionary);
                break;
            case SortedDictionary<TKey, TValue> sortedDictionary:
                writer.Writer.WriteObjectHeader(1);
                SortedDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Write(ref writer, sortedDictionary);
                break;
            case SortedList<TKey, TValue> sortedList:
                writer.Writer.WriteObjectHeader(2);
                SortedListCodec<TKey, TValue, TKeyCodec, TValueCodec>.Write(ref writer, sortedList);
                break;
            case ConcurrentDictionary<TKey, TValue> concurrentDictionary:
                writer.Writer.WriteObjectHeader(3);
                ConcurrentDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Write(ref writer, concurrentDictionary);
                break;
            case ReadOnlyDictionary<TKey, TValue> readOnlyDictionary:
                writer.Writer.WriteObjectHeader(4);
                ReadOnlyDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Write(ref writer, readOnlyDictionary);
                break;
            case OrderedDictionary<TKey, TValue> orderedDictionary:
                writer.Writer.WriteObjectHeader(5);
                OrderedDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Write(ref writer, orderedDictionary);
                break;
            case ImmutableDictionary<TKey, TValue> immutableDictionary:
                writer.Writer.WriteObjectHeader(6);
                ImmutableDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Write(ref writer, immutableDictionary);
                break;
            case ImmutableSortedDictionary<TKey, TValue> immutableSortedDictionary:
                writer.Writer.WriteObjectHeader(7);
                ImmutableSortedDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Write(ref writer, immutableSortedDictionary);
                break;
            case FrozenDictionary<TKey, TValue> frozenDictionary:
                writer.Writer.WriteObjectHeader(8);
                FrozenDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Write(ref writer, frozenDictionary);
                break;
            default:
                PayloadErrors.ThrowDerivedCollection(typeof(IDictionary<TKey, TValue>), value);
                break;
        }
    }

    /// <inheritdoc/>
    public static IDictionary<TKey, TValue>? Read(ref PayloadReader reader)
    {
        switch (reader.Reader.ReadUnmanaged<byte>())
        {
            case 0:
                return DictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Read(ref reader);
            case 1:
                return SortedDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Read(ref reader);
            case 2:
                return SortedListCodec<TKey, TValue, TKeyCodec, TValueCodec>.Read(ref reader);
            case 3:
                return ConcurrentDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Read(ref reader);
            case 4:
                return ReadOnlyDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Read(ref reader);
            case 5:
                return OrderedDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Read(ref reader);
            case 6:
                return ImmutableDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Read(ref reader);
            case 7:
                return ImmutableSortedDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Read(ref reader);
            case 8:
                return FrozenDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Read(ref reader);
            case MemoryPackCode.NullObject:
                return null;
            default:
                PayloadErrors.ThrowMalformed("a collection of an unknown kind");
                return null;
        }
    }
}

/// <summary>Any dictionary of .NET behind the interface; it arrives as what it is, with its comparer.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
/// <typeparam name="TKeyCodec">The codec of a key.</typeparam>
/// <typeparam name="TValueCodec">The codec of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReadOnlyDictionaryInterfaceCodec<TKey, TValue, TKeyCodec, TValueCodec> : IProcessCodec<IReadOnlyDictionary<TKey, TValue>>
    where TKey : notnull
    where TKeyCodec : IProcessCodec<TKey>
    where TValueCodec : IProcessCodec<TValue>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, IReadOnlyDictionary<TKey, TValue>? value)
    {
        switch (value)
        {
            case null:
                writer.Writer.WriteNullObjectHeader();
                break;
            case Dictionary<TKey, TValue> dictionary:
                writer.Writer.WriteObjectHeader(0);
                DictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Write(ref writer, dictionary);
                break;
            case SortedDictionary<TKey, TValue> sortedDictionary:
                writer.Writer.WriteObjectHeader(1);
                SortedDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Write(ref writer, sortedDictionary);
                break;
            case SortedList<TKey, TValue> sortedList:
                writer.Writer.WriteObjectHeader(2);
                SortedListCodec<TKey, TValue, TKeyCodec, TValueCodec>.Write(ref writer, sortedList);
                break;
            case ConcurrentDictionary<TKey, TValue> concurrentDictionary:
                writer.Writer.WriteObjectHeader(3);
                ConcurrentDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Write(ref writer, concurrentDictionary);
                break;
            case ReadOnlyDictionary<TKey, TValue> readOnlyDictionary:
                writer.Writer.WriteObjectHeader(4);
                ReadOnlyDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Write(ref writer, readOnlyDictionary);
                break;
            case OrderedDictionary<TKey, TValue> orderedDictionary:
                writer.Writer.WriteObjectHeader(5);
                OrderedDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Write(ref writer, orderedDictionary);
                break;
            case ImmutableDictionary<TKey, TValue> immutableDictionary:
                writer.Writer.WriteObjectHeader(6);
                ImmutableDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Write(ref writer, immutableDictionary);
                break;
            case ImmutableSortedDictionary<TKey, TValue> immutableSortedDictionary:
                writer.Writer.WriteObjectHeader(7);
                ImmutableSortedDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Write(ref writer, immutableSortedDictionary);
                break;
            case FrozenDictionary<TKey, TValue> frozenDictionary:
                writer.Writer.WriteObjectHeader(8);
                FrozenDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Write(ref writer, frozenDictionary);
                break;
            default:
                PayloadErrors.ThrowDerivedCollection(typeof(IReadOnlyDictionary<TKey, TValue>), value);
                break;
        }
    }

    /// <inheritdoc/>
    public static IReadOnlyDictionary<TKey, TValue>? Read(ref PayloadReader reader)
    {
        switch (reader.Reader.ReadUnmanaged<byte>())
        {
            case 0:
                return DictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Read(ref reader);
            case 1:
                return SortedDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Read(ref reader);
            case 2:
                return SortedListCodec<TKey, TValue, TKeyCodec, TValueCodec>.Read(ref reader);
            case 3:
                return ConcurrentDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Read(ref reader);
            case 4:
                return ReadOnlyDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Read(ref reader);
            case 5:
                return OrderedDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Read(ref reader);
            case 6:
                return ImmutableDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Read(ref reader);
            case 7:
                return ImmutableSortedDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Read(ref reader);
            case 8:
                return FrozenDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Read(ref reader);
            case MemoryPackCode.NullObject:
                return null;
            default:
                PayloadErrors.ThrowMalformed("a collection of an unknown kind");
                return null;
        }
    }
}

/// <summary>An immutable dictionary of .NET behind the interface; it arrives as what it is, with its comparer.</summary>
/// <typeparam name="TKey">The type of a key.</typeparam>
/// <typeparam name="TValue">The type of a value.</typeparam>
/// <typeparam name="TKeyCodec">The codec of a key.</typeparam>
/// <typeparam name="TValueCodec">The codec of a value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableDictionaryInterfaceCodec<TKey, TValue, TKeyCodec, TValueCodec> : IProcessCodec<IImmutableDictionary<TKey, TValue>>
    where TKey : notnull
    where TKeyCodec : IProcessCodec<TKey>
    where TValueCodec : IProcessCodec<TValue>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, IImmutableDictionary<TKey, TValue>? value)
    {
        switch (value)
        {
            case null:
                writer.Writer.WriteNullObjectHeader();
                break;
            case ImmutableDictionary<TKey, TValue> immutableDictionary:
                writer.Writer.WriteObjectHeader(0);
                ImmutableDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Write(ref writer, immutableDictionary);
                break;
            case ImmutableSortedDictionary<TKey, TValue> immutableSortedDictionary:
                writer.Writer.WriteObjectHeader(1);
                ImmutableSortedDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Write(ref writer, immutableSortedDictionary);
                break;
            default:
                PayloadErrors.ThrowDerivedCollection(typeof(IImmutableDictionary<TKey, TValue>), value);
                break;
        }
    }

    /// <inheritdoc/>
    public static IImmutableDictionary<TKey, TValue>? Read(ref PayloadReader reader)
    {
        switch (reader.Reader.ReadUnmanaged<byte>())
        {
            case 0:
                return ImmutableDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Read(ref reader);
            case 1:
                return ImmutableSortedDictionaryCodec<TKey, TValue, TKeyCodec, TValueCodec>.Read(ref reader);
            case MemoryPackCode.NullObject:
                return null;
            default:
                PayloadErrors.ThrowMalformed("a collection of an unknown kind");
                return null;
        }
    }
}
