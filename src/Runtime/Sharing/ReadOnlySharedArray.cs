using ProcGen.CompilerServices;
using ProcGen.CompilerServices.Codecs;
using ProcGen.Sharing;

namespace ProcGen;

/// <summary>A <see cref="SharedArray{T}"/> that is only read through this handle. Others may change it meanwhile. Made by <see cref="SharedArray{T}.AsReadOnly"/>.</summary>
/// <typeparam name="T">A type without references that may cross between processes.</typeparam>
/// <remarks>It says what a method does and keeps it from mistakes; it is no protection against a process that means harm, which could map the memory otherwise.</remarks>
public sealed class ReadOnlySharedArray<T> : SharedObject, ISharedHandle<ReadOnlySharedArray<T>>
    where T : unmanaged
{
    private readonly SharedArray<T> _array;

    internal ReadOnlySharedArray(SharedBlock block) : base(block) => _array = SharedArray<T>.Open(block);

    /// <summary>How many items there are.</summary>
    public int Length => _array.Length;

    /// <summary>All items. Valid as long as this object is reachable, see <see cref="SharedArray{T}.Span"/>.</summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public ReadOnlySpan<T> Span
    {
        get
        {
            ThrowIfDisposed();
            return _array.Span;
        }
    }

    /// <summary>An item in its place.</summary>
    /// <param name="index">Which one.</param>
    /// <exception cref="IndexOutOfRangeException">There is none.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public ref readonly T this[int index]
    {
        get
        {
            ThrowIfDisposed();
            return ref _array[index];
        }
    }

    static ReadOnlySharedArray<T>? ISharedHandle<ReadOnlySharedArray<T>>.ReadHandle(ref PayloadReader reader) =>
        HandleCodec.Read(ref reader, SharedKind.Array) is { } block ? new ReadOnlySharedArray<T>(block) : null;
}
