using ProcGen.CompilerServices;
using ProcGen.CompilerServices.Codecs;
using ProcGen.Sharing;

namespace ProcGen;

/// <summary>
/// A lock between processes that many may hold to read, or one to write. Who holds it and ends, or whose call ends, has left it; what a dead writer may have left half changed is told by <see cref="Scope.Abandoned"/>.
/// </summary>
/// <example><code>
/// using (table.EnterRead()) { … }
/// await using (await table.EnterWriteAsync(cancellationToken)) { … }
/// </code></example>
/// <remarks>
/// Writers that wait go before readers that come later. Owned by processes, not by threads, and not reentrant: who reads and enters again may wait for a writer that waits for it. At most 500 processes can use one
/// lock at once. Thread-safe.
/// </remarks>
public sealed class ProcessRWLock : SharedObject, ISharedHandle<ProcessRWLock>
{
    private readonly ReaderWriterState _state;

    /// <summary>Makes a free lock.</summary>
    /// <exception cref="PlatformNotSupportedException">The system is not 64-bit Linux.</exception>
    /// <exception cref="IOException">The operating system refuses.</exception>
    public ProcessRWLock() : this(SharedBlock.Create(SharedKind.ReaderWriterLock, ReaderWriterState.Size))
    {
    }

    private ProcessRWLock(SharedBlock block) : base(block)
    {
        HandleCodec.DemandSize(block, ReaderWriterState.Size, typeof(ProcessRWLock));
        _state = new ReaderWriterState(block);
    }

    /// <summary>Waits until nobody writes, as long as it takes.</summary>
    /// <inheritdoc cref="ProcessLock.Enter(CancellationToken)"/>
    public Scope EnterRead(CancellationToken cancellationToken = default)
    {
        _ = TryEnterRead(Timeout.InfiniteTimeSpan, out Scope scope, cancellationToken);
        return scope;
    }

    /// <summary>Waits until nobody writes, for some time.</summary>
    /// <inheritdoc cref="ProcessLock.TryEnter(TimeSpan, out ProcessLock.Scope, CancellationToken)"/>
    public bool TryEnterRead(TimeSpan timeout, out Scope scope, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        var wait = new ReadWait(_state);
        bool entered = wait.Block(timeout, cancellationToken);
        scope = entered ? Hold(wait) : default;
        return entered;
    }

    /// <summary>Waits until nobody writes, without a thread.</summary>
    /// <inheritdoc cref="ProcessLock.EnterAsync(CancellationToken)"/>
    public async ValueTask<Scope> EnterReadAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        var wait = new ReadWait(_state);
        await AsyncWaits.WaitAsync(wait, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        return Hold(wait);
    }

    /// <summary>Waits until nobody reads or writes, as long as it takes.</summary>
    /// <inheritdoc cref="ProcessLock.Enter(CancellationToken)"/>
    public Scope EnterWrite(CancellationToken cancellationToken = default)
    {
        _ = TryEnterWrite(Timeout.InfiniteTimeSpan, out Scope scope, cancellationToken);
        return scope;
    }

    /// <summary>Waits until nobody reads or writes, for some time.</summary>
    /// <inheritdoc cref="ProcessLock.TryEnter(TimeSpan, out ProcessLock.Scope, CancellationToken)"/>
    public bool TryEnterWrite(TimeSpan timeout, out Scope scope, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        var wait = new WriteWait(_state);
        bool entered = wait.Block(timeout, cancellationToken);
        scope = entered ? Hold(wait) : default;
        return entered;
    }

    /// <summary>Waits until nobody reads or writes, without a thread.</summary>
    /// <inheritdoc cref="ProcessLock.EnterAsync(CancellationToken)"/>
    public async ValueTask<Scope> EnterWriteAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        var wait = new WriteWait(_state);
        await AsyncWaits.WaitAsync(wait, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        return Hold(wait);
    }

    static ProcessRWLock? ISharedHandle<ProcessRWLock>.ReadHandle(ref PayloadReader reader) =>
        HandleCodec.Read(ref reader, SharedKind.ReaderWriterLock) is { } block ? new ProcessRWLock(block) : null;

    private Scope Hold(ReadWait wait) => new(new Holding(this, isWriter: false, fence: 0), wait.Abandoned, 0);

    private Scope Hold(WriteWait wait) => new(new Holding(this, isWriter: true, wait.Fence), wait.Abandoned, wait.Fence);

    /// <summary>A lock that was entered. Dispose of it once to leave the lock; a second time, or of a copy, does nothing.</summary>
    public readonly struct Scope : IDisposable, IAsyncDisposable
    {
        private readonly Holding? _holding;

        internal Scope(Holding holding, bool abandoned, ulong fence)
        {
            _holding = holding;
            Abandoned = abandoned;
            FencingToken = fence;
        }

        /// <summary>Whether a writer did not leave the lock, because its process died or its call ended, and no writer has entered since.</summary>
        public bool Abandoned { get; }

        /// <summary>Greater than that of every writer before; 0 for a reader.</summary>
        public ulong FencingToken { get; }

        /// <summary>Leaves the lock.</summary>
        public void Dispose() => _holding?.End(abandon: false);

        /// <summary>Leaves the lock, without waiting for anything.</summary>
        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }

    internal sealed class Holding : ICallHolding
    {
        private readonly CallHoldings? _holder = CallHoldings.Current;
        private readonly bool _isWriter;
        private readonly ulong _fence;
        private ProcessRWLock? _lock;

        public Holding(ProcessRWLock gate, bool isWriter, ulong fence)
        {
            _lock = gate;
            _isWriter = isWriter;
            _fence = fence;
            _holder?.Add(this);
        }

        public void OnCallEnded() => End(abandon: true);

        public void End(bool abandon)
        {
            if (Interlocked.Exchange(ref _lock, null) is not { } gate)
            {
                return;
            }

            _holder?.Remove(this);
            if (_isWriter)
            {
                gate._state.LeaveWrite(_fence, abandon);
            }
            else
            {
                gate._state.LeaveRead();
            }

            GC.KeepAlive(gate);
        }
    }
}
