using System.Runtime.CompilerServices;
using ProcGen.CompilerServices;
using ProcGen.CompilerServices.Codecs;
using ProcGen.Sharing;

namespace ProcGen;

/// <summary>
/// One value that processes share, with a lock of its own. The counterpart of Python's <c>Value</c>.
/// </summary>
/// <typeparam name="T">A type without references that may cross between processes.</typeparam>
/// <example><code>
/// using var total = new SharedValue&lt;long&gt;();
/// await Task.WhenAll(jobs.Select(job => pool.RunAsync(Jobs.InProcess.Run(job, total))));
///
/// total.Add(1);                        // atomic, without the lock
/// using (total.Enter())                // several steps
/// {
///     total.Value = Math.Max(total.Value, n);
/// }
/// </code></example>
/// <remarks>
/// The atomic operations of <see cref="SharedAtomics"/> and the lock do not exclude each other: use one of them for one value. A process that dies under the lock leaves the value as it was at that moment, and the next
/// owner sees <see cref="ProcessLock.Scope.Abandoned"/>.
/// </remarks>
public sealed unsafe class SharedValue<T> : SharedObject, ISharedHandle<SharedValue<T>>
    where T : unmanaged
{
    private readonly ProcessLock _lock;
    private readonly T* _value;

    /// <summary>Makes a value.</summary>
    /// <param name="value">What it is first.</param>
    /// <exception cref="PlatformNotSupportedException">The system is not 64-bit Linux.</exception>
    /// <exception cref="IOException">The operating system refuses.</exception>
    public SharedValue(T value = default) : this(SharedBlock.Create(SharedKind.Value, LockRecord.Stride + sizeof(T))) => *_value = value;

    private SharedValue(SharedBlock block) : base(block)
    {
        HandleCodec.DemandSize(block, LockRecord.Stride + sizeof(T), typeof(T));
        _lock = new ProcessLock(block, 0);
        _value = (T*)(block.Address + LockRecord.Stride);
    }

    /// <summary>The value. Read and written in one step up to 8 bytes; a larger one only under the lock.</summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public T Value
    {
        get
        {
            T value = Reference;
            GC.KeepAlive(this);
            return value;
        }

        set
        {
            Reference = value;
            GC.KeepAlive(this);
        }
    }

    /// <summary>The value in its place, for <see cref="Interlocked"/> and <see cref="Volatile"/>. Valid as long as this object is reachable.</summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public ref T Reference
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ThrowIfDisposed();
            return ref *_value;
        }
    }

    /// <inheritdoc cref="ProcessLock.Enter(CancellationToken)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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

    static SharedValue<T>? ISharedHandle<SharedValue<T>>.ReadHandle(ref PayloadReader reader) =>
        HandleCodec.Read(ref reader, SharedKind.Value) is { } block ? new SharedValue<T>(block) : null;

    private protected override void OnDisposing() => _lock.AbandonIfHeld();
}
