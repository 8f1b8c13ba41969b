using System.Collections.Immutable;
using System.ComponentModel;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>An immutable collection of .NET behind an interface; it arrives as what it is.</summary>
/// <typeparam name="TInterface">The interface: <see cref="IImmutableList{T}"/>, <see cref="IImmutableQueue{T}"/>, <see cref="IImmutableStack{T}"/>.</typeparam>
/// <typeparam name="T">The type of an item.</typeparam>
/// <typeparam name="TItem">The codec of an item.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct ImmutableInterfaceCodec<TInterface, T, TItem> : IProcessCodec<TInterface>
    where TInterface : class
    where TItem : IProcessCodec<T>
{
    // The numbers are on the wire.
    private const byte Array = 0;
    private const byte List = 1;
    private const byte Queue = 2;
    private const byte Stack = 3;

    /// <inheritdoc/>
    public static void Write(ref PayloadWriter writer, TInterface? value)
    {
        switch (value)
        {
            case null:
                InterfaceKind.WriteNull(ref writer);
                break;
            case ImmutableArray<T> array:
                InterfaceKind.Write<ImmutableArray<T>, ImmutableArrayCodec<T, TItem>>(ref writer, Array, array);
                break;
            case ImmutableList<T> list:
                InterfaceKind.Write<ImmutableList<T>, SequenceCodec<ImmutableList<T>, T, TItem, ImmutableListShape<T>>>(ref writer, List, list);
                break;
            case ImmutableQueue<T> queue:
                InterfaceKind.Write<ImmutableQueue<T>, SequenceCodec<ImmutableQueue<T>, T, TItem, ImmutableQueueShape<T>>>(ref writer, Queue, queue);
                break;
            case ImmutableStack<T> stack:
                InterfaceKind.Write<ImmutableStack<T>, SequenceCodec<ImmutableStack<T>, T, TItem, ImmutableStackShape<T>>>(ref writer, Stack, stack);
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
            Array => ImmutableArrayCodec<T, TItem>.Read(ref reader),
            List => SequenceCodec<ImmutableList<T>, T, TItem, ImmutableListShape<T>>.Read(ref reader),
            Queue => SequenceCodec<ImmutableQueue<T>, T, TItem, ImmutableQueueShape<T>>.Read(ref reader),
            Stack => SequenceCodec<ImmutableStack<T>, T, TItem, ImmutableStackShape<T>>.Read(ref reader),
            _ => null,
        };
        return InterfaceKind.Require<TInterface>(kind, value);
    }
}
