using System.Buffers;
using System.Runtime.CompilerServices;

namespace ProcGen.CompilerServices.Codecs;

/// <summary>
/// The items of a collection in a pooled array: one copy by the collection itself is less than an enumerator's two calls for each item, and lets plain
/// bytes go as one block.
/// </summary>
internal readonly ref struct RentedItems<T>
{
    private readonly T[] _array;

    public RentedItems(ICollection<T> items)
    {
        int count = items.Count;
        _array = ArrayPool<T>.Shared.Rent(count);
        Span = _array.AsSpan(0, count);
        items.CopyTo(_array, 0);
    }

    public ReadOnlySpan<T> Span { get; }

    public void Dispose() => ArrayPool<T>.Shared.Return(_array, clearArray: RuntimeHelpers.IsReferenceOrContainsReferences<T>());
}
