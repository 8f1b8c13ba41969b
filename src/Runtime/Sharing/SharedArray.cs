using System.Runtime.CompilerServices;
using ProcGen.CompilerServices;
using ProcGen.CompilerServices.Codecs;
using ProcGen.Sharing;

namespace ProcGen;

/// <summary>
/// An array that processes share: all of them read and write the same memory, and nothing is copied. With a lock of its own. The counterpart of Python's <c>Array</c>.
/// </summary>
/// <typeparam name="T">A type without references that may cross between processes.</typeparam>
/// <example><code>
/// using var pixels = new SharedArray&lt;float&gt;(width * height);
/// await Task.WhenAll(rows.Select(row => pool.RunAsync(Images.InProcess.Render(row, pixels))));
///
/// // in the worker
/// Span&lt;float&gt; line = pixels.Span.Slice(row * width, width);
/// </code></example>
/// <remarks>
/// Nothing orders accesses of several processes to one item: give each its own part, use the atomic operations of <see cref="SharedAtomics"/>, or the lock. A process that dies leaves what it had written.
/// The items are zero at first, and pages of them count as used memory when they are touched.
/// </remarks>
public sealed unsafe class SharedArray<T> : SharedObject, ISharedHandle<SharedArray<T>>
    where T : unmanaged
{
    private const int LengthOffset = LockRecord.Stride;
    private const int ItemsOffset = 2 * LockRecord.Stride;

    private readonly ProcessLock _lock;
    private readonly T* _items;
    private readonly int _length;

    /// <summary>Makes an array of zeros.</summary>
    /// <param name="length">How many items; 0 is allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    /// <exception cref="IOException">There is too little memory; the message says how much is free.</exception>
    /// <exception cref="PlatformNotSupportedException">The system is not 64-bit Linux.</exception>
    public SharedArray(int length) : this(SharedBlock.Create(SharedKind.Array, SizeOf(length)), length) => *(int*)(Block.Address + LengthOffset) = length;

    /// <summary>Makes an array with items.</summary>
    /// <param name="items">The items; copied.</param>
    /// <inheritdoc cref="SharedArray{T}.SharedArray(int)"/>
    public SharedArray(ReadOnlySpan<T> items) : this(items.Length) => items.CopyTo(Span);

    private SharedArray(SharedBlock block, int length) : base(block)
    {
        HandleCodec.DemandSize(block, SizeOf(length), typeof(T));
        _lock = new ProcessLock(block, 0);
        _items = (T*)(block.Address + ItemsOffset);
        _length = length;
    }

    /// <summary>How many items there are.</summary>
    public int Length => _length;

    /// <summary>
    /// All items. The span is valid as long as this object is reachable, so keep it: in a <c>using</c>, a field, or by <see cref="GC.KeepAlive"/> behind the last use. The arguments of a marked method are kept until the call ends.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public Span<T> Span
    {
        get
        {
            ThrowIfDisposed();
            return new Span<T>(_items, _length);
        }
    }

    /// <summary>All items, not to be changed through this span. See <see cref="Span"/>.</summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public ReadOnlySpan<T> ReadOnlySpan => Span;

    /// <summary>An item in its place.</summary>
    /// <param name="index">Which one.</param>
    /// <exception cref="IndexOutOfRangeException">There is none.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ThrowIfDisposed();
            if ((uint)index >= (uint)_length)
            {
                ThrowOutOfRange(index);
            }

            return ref _items[index];
        }
    }

    /// <summary>A view that cannot be used to change items. It crosses like the array, so that a method says by its signature that it only reads.</summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public ReadOnlySharedArray<T> AsReadOnly() => new(HoldBlock());

    /// <inheritdoc cref="ProcessLock.Enter(CancellationToken)"/>
    public ProcessLock.Scope Enter(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        return _lock.Enter(cancellationToken);
    }

    /// <inheritdoc cref="ProcessLock.Enter(TimeSpan, CancellationToken)"/>
    public ProcessLock.Scope Enter(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        return _lock.Enter(timeout, cancellationToken);
    }

    /// <inheritdoc cref="ProcessLock.TryEnter(TimeSpan, out ProcessLock.Scope, CancellationToken)"/>
    public bool TryEnter(TimeSpan timeout, out ProcessLock.Scope scope, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        return _lock.TryEnter(timeout, out scope, cancellationToken);
    }

    /// <inheritdoc cref="ProcessLock.EnterAsync(CancellationToken)"/>
    public ValueTask<ProcessLock.Scope> EnterAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        return _lock.EnterAsync(cancellationToken);
    }

    static SharedArray<T>? ISharedHandle<SharedArray<T>>.ReadHandle(ref PayloadReader reader) =>
        HandleCodec.Read(ref reader, SharedKind.Array) is { } block ? Open(block) : null;

    internal static SharedArray<T> Open(SharedBlock block) => new(block, *(int*)(block.Address + LengthOffset));

    private protected override void OnDisposing() => _lock.AbandonIfHeld();

    private static long SizeOf(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return ItemsOffset + ((long)length * sizeof(T));
    }

    private void ThrowOutOfRange(int index) => throw new IndexOutOfRangeException($"There is no item {index}: the shared array has {_length}.");
}
