using System.Runtime.InteropServices;
using ProcGen.CompilerServices;
using ProcGen.CompilerServices.Codecs;
using ProcGen.Sharing;

namespace ProcGen;

/// <summary>
/// A block of bytes that processes share: what one writes, all others see at once, without a copy. The counterpart of Python's <c>SharedMemory</c>, but without a name, and freed with its last handle.
/// </summary>
/// <example><code>
/// using var memory = new SharedMemory(1 &lt;&lt; 20);
/// await Images.InProcess.Decode(path, memory);     // the worker writes into memory.Span
/// Show(memory.Span);
/// </code></example>
/// <remarks>
/// <para>Nothing orders accesses of several processes: use a <c>ProcessLock</c>, or let one write before the other is called. A process that dies in the middle of a write leaves what it had written.</para>
/// <para>The bytes are zero at first. Pages count as used memory when they are touched first, in the process that touches them.</para>
/// </remarks>
public sealed unsafe class SharedMemory : SharedObject, ISharedHandle<SharedMemory>
{
    /// <summary>Makes a block.</summary>
    /// <param name="size">How many bytes, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    /// <exception cref="IOException">There is too little memory; the message says how much is free.</exception>
    /// <exception cref="PlatformNotSupportedException">The system is not 64-bit Linux.</exception>
    public SharedMemory(long size) : base(SharedBlock.Create(SharedKind.Memory, size))
    {
    }

    private SharedMemory(SharedBlock block) : base(block)
    {
    }

    /// <summary>How many bytes there are.</summary>
    public long Size => Block.Size;

    /// <summary>
    /// All bytes. The span is valid as long as this object is reachable, so keep it: in a <c>using</c>, a field, or by <see cref="GC.KeepAlive"/> behind the last use. The arguments of a marked method are
    /// kept until the call ends.
    /// </summary>
    /// <exception cref="InvalidOperationException">There are more than a span can hold; use <see cref="GetSpan"/>.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public Span<byte> Span => Size <= int.MaxValue
        ? GetSpan(0, (int)Size)
        : throw new InvalidOperationException($"A span holds at most {int.MaxValue:N0} bytes, and the block has {Size:N0}. Use GetSpan(offset, length) for parts of it.");

    /// <summary>A part of the bytes.</summary>
    /// <param name="offset">Where it begins.</param>
    /// <param name="length">How many bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie within the block.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public Span<byte> GetSpan(long offset, int length)
    {
        ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Size - length);
        return new Span<byte>(Block.Address + offset, length);
    }

    /// <summary>The bytes as values of another type.</summary>
    /// <typeparam name="T">A type without references.</typeparam>
    /// <inheritdoc cref="Span"/>
    public Span<T> AsSpan<T>() where T : unmanaged => MemoryMarshal.Cast<byte, T>(Span);

    static SharedMemory? ISharedHandle<SharedMemory>.ReadHandle(ref PayloadReader reader) =>
        HandleCodec.Read(ref reader, SharedKind.Memory) is { } block ? new SharedMemory(block) : null;
}
