using System.Collections.Immutable;
using System.ComponentModel;
using MemoryPack;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>An immutable list of .NET behind the interface; it arrives as what it is.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableListInterfaceCodec<T, TItem> : IProcessCodec<IImmutableList<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, IImmutableList<T>? value)
    {
        switch (value)
        {
            case null:
                writer.Writer.WriteNullObjectHeader();
                break;
            case ImmutableArray<T> array:
                writer.Writer.WriteObjectHeader(0);
                ImmutableArrayCodec<T, TItem>.Write(ref writer, array);
                break;
            case ImmutableList<T> list:
                writer.Writer.WriteObjectHeader(1);
                ImmutableListCodec<T, TItem>.Write(ref writer, list);
                break;
            default:
                PayloadErrors.ThrowDerivedCollection(typeof(IImmutableList<T>), value);
                break;
        }
    }

    /// <inheritdoc/>
    public static IImmutableList<T>? Read(ref PayloadReader reader)
    {
        switch (reader.Reader.ReadUnmanaged<byte>())
        {
            case 0:
                return ImmutableArrayCodec<T, TItem>.Read(ref reader);
            case 1:
                return ImmutableListCodec<T, TItem>.Read(ref reader);
            case MemoryPackCode.NullObject:
                return null;
            default:
                PayloadErrors.ThrowMalformed("a collection of an unknown kind");
                return null;
        }
    }
}

/// <summary>An immutable queue of .NET behind the interface.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableQueueInterfaceCodec<T, TItem> : IProcessCodec<IImmutableQueue<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, IImmutableQueue<T>? value)
    {
        switch (value)
        {
            case null:
                writer.Writer.WriteNullObjectHeader();
                break;
            case ImmutableQueue<T> queue:
                writer.Writer.WriteObjectHeader(0);
                ImmutableQueueCodec<T, TItem>.Write(ref writer, queue);
                break;
            default:
                PayloadErrors.ThrowDerivedCollection(typeof(IImmutableQueue<T>), value);
                break;
        }
    }

    /// <inheritdoc/>
    public static IImmutableQueue<T>? Read(ref PayloadReader reader)
    {
        switch (reader.Reader.ReadUnmanaged<byte>())
        {
            case 0:
                return ImmutableQueueCodec<T, TItem>.Read(ref reader);
            case MemoryPackCode.NullObject:
                return null;
            default:
                PayloadErrors.ThrowMalformed("a collection of an unknown kind");
                return null;
        }
    }
}

/// <summary>An immutable stack of .NET behind the interface.</summary>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableStackInterfaceCodec<T, TItem> : IProcessCodec<IImmutableStack<T>>
    where TItem : IProcessCodec<T>
{
    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, IImmutableStack<T>? value)
    {
        switch (value)
        {
            case null:
                writer.Writer.WriteNullObjectHeader();
                break;
            case ImmutableStack<T> stack:
                writer.Writer.WriteObjectHeader(0);
                ImmutableStackCodec<T, TItem>.Write(ref writer, stack);
                break;
            default:
                PayloadErrors.ThrowDerivedCollection(typeof(IImmutableStack<T>), value);
                break;
        }
    }

    /// <inheritdoc/>
    public static IImmutableStack<T>? Read(ref PayloadReader reader)
    {
        switch (reader.Reader.ReadUnmanaged<byte>())
        {
            case 0:
                return ImmutableStackCodec<T, TItem>.Read(ref reader);
            case MemoryPackCode.NullObject:
                return null;
            default:
                PayloadErrors.ThrowMalformed("a collection of an unknown kind");
                return null;
        }
    }
}
