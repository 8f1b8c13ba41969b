using ProcGen.CompilerServices;
using ProcGen.CompilerServices.Codecs;
using ProcGen.Sharing;

namespace ProcGen;

/// <summary>
/// A lock between processes that the thread which has it may enter again. The counterpart of Python's <c>RLock</c>; otherwise like <see cref="ProcessLock"/>, also in what a death means: however deep the owner
/// was in it, the next one enters it at depth 1 and sees <see cref="Scope.Abandoned"/>.
/// </summary>
/// <example><code>
/// using (gate.Enter())
/// {
///     Update();   // enters it once more
/// }
/// </code></example>
/// <remarks>
/// Only synchronous, and owned by a thread: a thread is what "again" means, and an <c>await</c> may change it. The scope is a <c>ref struct</c>, so the compiler sees to that. Thread-safe.
/// </remarks>
public sealed class ReentrantProcessLock : SharedObject, ISharedHandle<ReentrantProcessLock>
{
    private readonly SharedLock _lock;
    private readonly ThreadOwner _owner;

    /// <summary>Makes a free lock.</summary>
    /// <exception cref="PlatformNotSupportedException">The system is not 64-bit Linux.</exception>
    /// <exception cref="IOException">The operating system refuses.</exception>
    public ReentrantProcessLock() : this(SharedBlock.Create(SharedKind.ReentrantLock, LockRecord.Stride))
    {
    }

    private ReentrantProcessLock(SharedBlock block) : base(block)
    {
        HandleCodec.DemandSize(block, LockRecord.Stride, typeof(ReentrantProcessLock));
        _lock = SharedLock.At(block, 0);

        // One for all handles that this process has of the lock.
        _owner = block.Companion(static b => new ThreadOwner(b));
    }

    /// <summary>Whether the calling thread has it.</summary>
    public bool IsHeldByCurrentThread => _owner.IsCurrent;

    /// <inheritdoc cref="ProcessLock.Enter(CancellationToken)"/>
    public Scope Enter(CancellationToken cancellationToken = default)
    {
        _ = TryEnter(Timeout.InfiniteTimeSpan, out Scope scope, cancellationToken);
        return scope;
    }

    /// <inheritdoc cref="ProcessLock.Enter(TimeSpan, CancellationToken)"/>
    public Scope Enter(TimeSpan timeout, CancellationToken cancellationToken = default) =>
        TryEnter(timeout, out Scope scope, cancellationToken)
            ? scope
            : throw new TimeoutException($"The lock was not free for {timeout.TotalSeconds:0.###} s: {SharingTree.Current.Slot.Describe(_lock.Owner)} has it.");

    /// <inheritdoc cref="ProcessLock.TryEnter(out ProcessLock.Scope)"/>
    public bool TryEnter(out Scope scope) => TryEnter(TimeSpan.Zero, out scope);

    /// <inheritdoc cref="ProcessLock.TryEnter(TimeSpan, out ProcessLock.Scope, CancellationToken)"/>
    public bool TryEnter(TimeSpan timeout, out Scope scope, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        bool abandoned = false;
        if (!_owner.IsCurrent)
        {
            if (!_lock.TryTake() && !(timeout != TimeSpan.Zero && _lock.TrySpin()) && !new LockWait(_lock).Block(timeout, cancellationToken))
            {
                scope = default;
                return false;
            }

            abandoned = _owner.Begin();
        }

        scope = new Scope(_owner, _owner.Deepen(), abandoned);
        GC.KeepAlive(this);
        return true;
    }

    static ReentrantProcessLock? ISharedHandle<ReentrantProcessLock>.ReadHandle(ref PayloadReader reader) =>
        HandleCodec.Read(ref reader, SharedKind.ReentrantLock) is { } block ? new ReentrantProcessLock(block) : null;

    private protected override void OnDisposing()
    {
        if (_owner.IsCurrent)
        {
            _owner.Abandon();
        }
    }

    /// <summary>A lock that was entered. Dispose of it on the same thread to leave the lock once; the last one of them makes it free.</summary>
    public readonly ref struct Scope
    {
        private readonly ThreadOwner? _owner;
        private readonly int _depth;

        internal Scope(ThreadOwner owner, int depth, bool abandoned)
        {
            _owner = owner;
            _depth = depth;
            Abandoned = abandoned;
        }

        /// <summary>Whether the last owner did not leave the lock: its process died, or its call ended. Only where the lock was entered for the first time, not again.</summary>
        public bool Abandoned { get; }

        /// <summary>How often the thread has entered the lock, this time included.</summary>
        public int Depth => _depth;

        /// <summary>Leaves the lock. Scopes are left in the reverse order; one that was left before leaves nothing.</summary>
        public void Dispose() => _owner?.Leave(_depth);
    }
}
