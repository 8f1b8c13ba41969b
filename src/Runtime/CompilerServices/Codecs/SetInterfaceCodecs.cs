using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.ComponentModel;
using MemoryPack;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>Any set of .NET behind the interface; it arrives as what it is, with its comparer.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct SetInterfaceCodec<T, TItem> : IProcessCodec<ISet<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, ISet<T>? value)
    {
        switch (value)
        {
            case null:
                writer.Writer.WriteNullObjectHeader();
                break;
            case HashSet<T> hashSet:
                writer.Writer.WriteObjectHeader(0);
                HashSetCodec<T, TItem>.Write(ref writer, hashSet);
                break;
            case SortedSet<T> sortedSet:
                writer.Writer.WriteObjectHeader(1);
                SortedSetCodec<T, TItem>.Write(ref writer, sortedSet);
                break;
            case ReadOnlySet<T> readOnlySet:
                writer.Writer.WriteObjectHeader(2);
                ReadOnlySetCodec<T, TItem>.Write(ref writer, readOnlySet);
                break;
            case ImmutableHashSet<T> immutableHashSet:
                writer.Writer.WriteObjectHeader(3);
                ImmutableHashSetCodec<T, TItem>.Write(ref writer, immutableHashSet);
                break;
            case ImmutableSortedSet<T> immutableSortedSet:
                writer.Writer.WriteObjectHeader(4);
                ImmutableSortedSetCodec<T, TItem>.Write(ref writer, immutableSortedSet);
                break;
            case FrozenSet<T> frozenSet:
                writer.Writer.WriteObjectHeader(5);
                FrozenSetCodec<T, TItem>.Write(ref writer, frozenSet);
                break;
            default:
                PayloadErrors.ThrowDerivedCollection(typeof(ISet<T>), value);
                break;
        }
    }

    /// <inheritdoc/>
    public static ISet<T>? Read(ref PayloadReader reader)
    {
        switch (reader.Reader.ReadUnmanaged<byte>())
        {
            case 0:
                return HashSetCodec<T, TItem>.Read(ref reader);
            case 1:
                return SortedSetCodec<T, TItem>.Read(ref reader);
            case 2:
                return ReadOnlySetCodec<T, TItem>.Read(ref reader);
            case 3:
                return ImmutableHashSetCodec<T, TItem>.Read(ref reader);
            case 4:
                return ImmutableSortedSetCodec<T, TItem>.Read(ref reader);
            case 5:
                return FrozenSetCodec<T, TItem>.Read(ref reader);
            case MemoryPackCode.NullObject:
                return null;
            default:
                PayloadErrors.ThrowMalformed("a collection of an unknown kind");
                return null;
        }
    }
}

/// <summary>Any set of .NET behind the interface; it arrives as what it is, with its comparer.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ReadOnlySetInterfaceCodec<T, TItem> : IProcessCodec<IReadOnlySet<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, IReadOnlySet<T>? value)
    {
        switch (value)
        {
            case null:
                writer.Writer.WriteNullObjectHeader();
                break;
            case HashSet<T> hashSet:
                writer.Writer.WriteObjectHeader(0);
                HashSetCodec<T, TItem>.Write(ref writer, hashSet);
                break;
            case SortedSet<T> sortedSet:
                writer.Writer.WriteObjectHeader(1);
                SortedSetCodec<T, TItem>.Write(ref writer, sortedSet);
                break;
            case ReadOnlySet<T> readOnlySet:
                writer.Writer.WriteObjectHeader(2);
                ReadOnlySetCodec<T, TItem>.Write(ref writer, readOnlySet);
                break;
            case ImmutableHashSet<T> immutableHashSet:
                writer.Writer.WriteObjectHeader(3);
                ImmutableHashSetCodec<T, TItem>.Write(ref writer, immutableHashSet);
                break;
            case ImmutableSortedSet<T> immutableSortedSet:
                writer.Writer.WriteObjectHeader(4);
                ImmutableSortedSetCodec<T, TItem>.Write(ref writer, immutableSortedSet);
                break;
            case FrozenSet<T> frozenSet:
                writer.Writer.WriteObjectHeader(5);
                FrozenSetCodec<T, TItem>.Write(ref writer, frozenSet);
                break;
            default:
                PayloadErrors.ThrowDerivedCollection(typeof(IReadOnlySet<T>), value);
                break;
        }
    }

    /// <inheritdoc/>
    public static IReadOnlySet<T>? Read(ref PayloadReader reader)
    {
        switch (reader.Reader.ReadUnmanaged<byte>())
        {
            case 0:
                return HashSetCodec<T, TItem>.Read(ref reader);
            case 1:
                return SortedSetCodec<T, TItem>.Read(ref reader);
            case 2:
                return ReadOnlySetCodec<T, TItem>.Read(ref reader);
            case 3:
                return ImmutableHashSetCodec<T, TItem>.Read(ref reader);
            case 4:
                return ImmutableSortedSetCodec<T, TItem>.Read(ref reader);
            case 5:
                return FrozenSetCodec<T, TItem>.Read(ref reader);
            case MemoryPackCode.NullObject:
                return null;
            default:
                PayloadErrors.ThrowMalformed("a collection of an unknown kind");
                return null;
        }
    }
}

/// <summary>An immutable set of .NET behind the interface; it arrives as what it is, with its comparer.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableSetInterfaceCodec<T, TItem> : IProcessCodec<IImmutableSet<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, IImmutableSet<T>? value)
    {
        switch (value)
        {
            case null:
                writer.Writer.WriteNullObjectHeader();
                break;
            case ImmutableHashSet<T> immutableHashSet:
                writer.Writer.WriteObjectHeader(0);
                ImmutableHashSetCodec<T, TItem>.Write(ref writer, immutableHashSet);
                break;
            case ImmutableSortedSet<T> immutableSortedSet:
                writer.Writer.WriteObjectHeader(1);
                ImmutableSortedSetCodec<T, TItem>.Write(ref writer, immutableSortedSet);
                break;
            default:
                PayloadErrors.ThrowDerivedCollection(typeof(IImmutableSet<T>), value);
                break;
        }
    }

    /// <inheritdoc/>
    public static IImmutableSet<T>? Read(ref PayloadReader reader)
    {
        switch (reader.Reader.ReadUnmanaged<byte>())
        {
            case 0:
                return ImmutableHashSetCodec<T, TItem>.Read(ref reader);
            case 1:
                return ImmutableSortedSetCodec<T, TItem>.Read(ref reader);
            case MemoryPackCode.NullObject:
                return null;
            default:
                PayloadErrors.ThrowMalformed("a collection of an unknown kind");
                return null;
        }
    }
}
