using ProcGen.Sharing;

namespace ProcGen;

/// <summary>
/// The base of all that processes share: memory, values, arrays, locks, queues. An object of this kind is a handle. Sent as an argument, a result, a field, an element or an item of a queue
/// it arrives as a handle of the same thing, in any process of the tree: workers, their workers, and back.
/// </summary>
/// <remarks>
/// <para>What is shared lives as long as some process has a handle of it, or a handle is on its way in a call or lies in a queue. It does not matter who made it or who has ended meanwhile, or how: the
/// root process of the tree counts, and a process's death takes its handles along. When the root ends, its workers do, and nothing is left of anything.</para>
/// <para>Dispose of a handle that is not needed any more. One that is only dropped is given back by the garbage collector some time.</para>
/// <para>Only on 64-bit Linux; elsewhere the constructors throw <see cref="PlatformNotSupportedException"/>. Thread-safe, except where a member says otherwise.</para>
/// </remarks>
public abstract class SharedObject : IDisposable
{
    private readonly SharedBlock _block;
    private int _disposed;

    private protected SharedObject(SharedBlock block) => _block = block;

    /// <summary>The segment. Valid also after disposal, as long as this object is reachable.</summary>
    internal SharedBlock Block => _block;

    /// <summary>The segment, with one more user.</summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    internal SharedBlock HoldBlock()
    {
        ThrowIfDisposed();
        _block.Hold();
        return _block;
    }

    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    internal void DemandUsable() => ThrowIfDisposed();

    private protected bool IsDisposed => Volatile.Read(ref _disposed) != 0;

    /// <summary>Gives this handle back; others are not affected. What is held through it (a lock, a permit) is left first. Uses after that throw <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            OnDisposing();
            _block.Release();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Called once, before the handle is given back.</summary>
    private protected virtual void OnDisposing()
    {
    }

    /// <exception cref="ObjectDisposedException">It was disposed of.</exception>
    private protected void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(IsDisposed, this);
}
