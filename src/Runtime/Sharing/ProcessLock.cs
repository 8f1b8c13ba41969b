using System.Runtime.CompilerServices;
using ProcGen.CompilerServices;
using ProcGen.CompilerServices.Codecs;
using ProcGen.Sharing;

namespace ProcGen;

/// <summary>
/// A lock between processes that survives its owner: when the process that has it ends, however that happens, or the call in which it was entered, the next one gets it, and sees that in
/// <see cref="Scope.Abandoned"/>. The counterpart of Python's <c>Lock</c>, which stays locked for ever then.
/// </summary>
/// <example><code>
/// using (gate.Enter())
/// {
///     File.AppendAllText(path, line);
/// }
///
/// await using (await gate.EnterAsync(cancellationToken))
/// {
///     await File.AppendAllTextAsync(path, line, cancellationToken);
/// }
/// </code></example>
/// <remarks>
/// <para>Owned by a process, not by a thread: it can be left on another thread than it was entered on, and held across an <c>await</c>. It is not reentrant: who has it and enters it again waits for itself; see <see cref="ReentrantProcessLock"/>.</para>
/// <para>A free lock costs two atomic operations and no system call. Whoever comes first takes it; once somebody has waited for a millisecond it is handed to the waiting ones in turn, so nobody waits for ever.
/// The death of an owner is seen within a fifth of a second. What the lock guards may be half changed then: look at <see cref="Scope.Abandoned"/>, and hand <see cref="Scope.FencingToken"/> to what must refuse an owner of before.</para>
/// </remarks>
public sealed class ProcessLock : SharedObject, ISharedHandle<ProcessLock>, ICallHolding
{
    private readonly SharedLock _lock;
    private readonly bool _isInCalls = CallHoldings.FindCurrent is not null;
    private CallHoldings? _holder;
    private ulong _heldFence;

    // A scope's fence, and the one with which the lock was entered again after a wait for a condition. Guarded by the lock.
    private ulong _waitedFrom;
    private ulong _waitedTo;

    /// <summary>Makes a free lock.</summary>
    /// <exception cref="PlatformNotSupportedException">The system is not 64-bit Linux.</exception>
    /// <exception cref="IOException">The operating system refuses.</exception>
    public ProcessLock() : this(SharedBlock.Create(SharedKind.Lock, LockRecord.Stride), 0)
    {
    }

    /// <summary>A lock that lies in a segment of something else.</summary>
    internal ProcessLock(SharedBlock block, long offset) : base(block) =>
        _lock = SharedLock.At(block, offset);

    /// <summary>Whether this process has it, at this moment.</summary>
    public bool IsHeldByThisProcess => _lock.IsOwned;

    internal SharedLock Inner => _lock;

    /// <summary>Waits for the lock, as long as it takes.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Leaves the lock when it is disposed of.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Scope Enter(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        if (!_lock.TryTake())
        {
            Wait(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        return Begin();
    }

    /// <summary>Waits for the lock for some time.</summary>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Leaves the lock when it is disposed of.</returns>
    /// <exception cref="TimeoutException">It took too long; the message says who has it.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is negative.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public Scope Enter(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        TryEnter(timeout, out Scope scope, cancellationToken)
            ? scope
            : throw new TimeoutException($"The lock was not free for {timeout.TotalSeconds:0.###} s: {SharingTree.Current.Slot.Describe(_lock.Owner)} has it.");

    /// <summary>Takes the lock if it is free.</summary>
    /// <param name="scope">Leaves the lock when it is disposed of.</param>
    /// <returns>False if somebody has it.</returns>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public bool TryEnter(out Scope scope) => TryEnter(TimeSpan.Zero, out scope);

    /// <summary>Waits for the lock for some time.</summary>
    /// <param name="timeout">How long; zero to take it only if it is free, <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="scope">Leaves the lock when it is disposed of.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False if it took too long.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is negative.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public bool TryEnter(TimeSpan timeout, out Scope scope, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        if (_lock.TryTake() || Wait(timeout, cancellationToken))
        {
            scope = Begin();
            return true;
        }

        scope = default;
        return false;
    }

    /// <summary>Waits for the lock without a thread.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Leaves the lock when it is disposed of.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public ValueTask<Scope> EnterAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        return cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<Scope>(cancellationToken)
            : _lock.TryTake() ? new(Begin())
            : WaitAsync(cancellationToken);
    }

    /// <summary>Waits for the lock for some time, without a thread.</summary>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Leaves the lock when it is disposed of; null if it took too long.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is negative.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public async ValueTask<Scope?> TryEnterAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        return _lock.TryTake() || await AsyncWaits.WaitAsync(new LockWait(_lock), timeout, cancellationToken).ConfigureAwait(false) ? Begin() : null;
    }

    static ProcessLock? ISharedHandle<ProcessLock>.ReadHandle(ref PayloadReader reader) =>
        HandleCodec.Read(ref reader, SharedKind.Lock) is { } block ? new ProcessLock(block, 0) : null;

    void ICallHolding.OnCallEnded()
    {
        _holder = null;
        AbandonIfHeld();
    }

    /// <summary>Leaves the lock and enters it again later, as a condition does.</summary>
    internal void Leave(ulong fence)
    {
        // A copy of a scope that was left before leaves nothing. A condition has left the lock and entered it again under the scope.
        if (!_lock.IsOwnedSince(fence) && !(fence == _waitedFrom && _lock.IsOwnedSince(_waitedTo)))
        {
            return;
        }

        if (_isInCalls)
        {
            Interlocked.Exchange(ref _holder, null)?.Remove(this);
        }

        _heldFence = 0;
        _lock.Leave();
        GC.KeepAlive(this);
    }

    /// <summary>Leaves the lock so that a condition can come true.</summary>
    /// <returns>What <see cref="EndWait"/> needs.</returns>
    /// <exception cref="SynchronizationLockException">It was not entered through this object.</exception>
    internal ulong BeginWait()
    {
        ThrowIfDisposed();
        ulong fence = _heldFence;
        if (fence == 0 || !_lock.IsOwnedSince(fence))
        {
            throw new SynchronizationLockException("The lock of a condition is entered before anything is awaited or notified: using (condition.Lock.Enter()) { … }.");
        }

        ulong scope = fence == _waitedTo ? _waitedFrom : fence;
        Leave(fence);
        return scope;
    }

    /// <summary>The lock was taken again: the scope that was given for it before leaves it.</summary>
    internal void EndWait(ulong scope)
    {
        _waitedTo = Begin().FencingToken;
        _waitedFrom = scope;
    }

    /// <summary>What follows taking the lock.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Scope Begin()
    {
        bool abandoned = _lock.Begin(out ulong fence);
        _heldFence = fence;
        if (_isInCalls)
        {
            Note();
        }

        GC.KeepAlive(this);
        return new Scope(this, fence, abandoned);
    }

    private protected override void OnDisposing() => AbandonIfHeld();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Wait(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            return (timeout != TimeSpan.Zero && _lock.TrySpin()) || new LockWait(_lock).Block(timeout, cancellationToken);
        }
        finally
        {
            GC.KeepAlive(this);
        }
    }

    private async ValueTask<Scope> WaitAsync(CancellationToken cancellationToken)
    {
        await AsyncWaits.WaitAsync(new LockWait(_lock), Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        return Begin();
    }

    private void Note()
    {
        CallHoldings? holder = CallHoldings.Current;
        _holder = holder;
        holder?.Add(this);
    }

    /// <summary>Leaves the lock as one that was abandoned, if it was entered through this object.</summary>
    internal void AbandonIfHeld()
    {
        if (_heldFence != 0 && _lock.IsOwnedSince(_heldFence))
        {
            _heldFence = 0;
            Interlocked.Exchange(ref _holder, null)?.Remove(this);
            _lock.Abandon();
        }
    }

    /// <summary>A lock that was entered. Dispose of it once to leave the lock; a second time, or of a copy, does nothing.</summary>
    public readonly struct Scope : IDisposable, IAsyncDisposable
    {
        private readonly ProcessLock? _lock;

        internal Scope(ProcessLock gate, ulong fence, bool abandoned)
        {
            _lock = gate;
            FencingToken = fence;
            Abandoned = abandoned;
        }

        /// <summary>Whether the last owner did not leave the lock: its process died, or its call ended. What the lock guards may be half changed.</summary>
        public bool Abandoned { get; }

        /// <summary>
        /// Greater than that of every owner before. What is written under the lock to somewhere else, such as a database, can carry it, so that a write of an owner of before which comes late is refused.
        /// </summary>
        public ulong FencingToken { get; }

        /// <summary>Leaves the lock.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Dispose() => _lock?.Leave(FencingToken);

        /// <summary>Leaves the lock, without waiting for anything.</summary>
        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
