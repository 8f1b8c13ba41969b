using ProcGen.CompilerServices;
using ProcGen.CompilerServices.Codecs;
using ProcGen.Sharing;

namespace ProcGen;

/// <summary>
/// Lets so many in at a time, of all processes together. A permit that is held by a process which ends, or by a call that ends, comes back. The counterpart of Python's <c>Semaphore</c> and <c>BoundedSemaphore</c>.
/// </summary>
/// <example><code>
/// using var downloads = new ProcessSemaphore(4);
///
/// // in any process
/// await using (await downloads.EnterAsync(cancellationToken))
/// {
///     await DownloadAsync(address);
/// }
///
/// // as a signal: one side adds permits, the other uses them up
/// ready.Release();
/// ready.Enter().UseUp();
/// </code></example>
/// <remarks>
/// What <see cref="Enter(CancellationToken)"/> gives is held by the process until it is disposed of or used up; <see cref="Release"/> adds permits that nobody held. A permit of a process that died is seen to be free
/// by who waits within a fifth of a second. At most 500 processes can hold permits of one semaphore at once. Thread-safe.
/// </remarks>
public sealed class ProcessSemaphore : SharedObject, ISharedHandle<ProcessSemaphore>
{
    private readonly SemaphoreState _state;

    /// <summary>Makes a semaphore.</summary>
    /// <param name="permits">How many permits there are, at least 0.</param>
    /// <param name="maximum">How many there may ever be: more make <see cref="Release"/> throw.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or there are more permits than may be.</exception>
    /// <exception cref="PlatformNotSupportedException">The system is not 64-bit Linux.</exception>
    /// <exception cref="IOException">The operating system refuses.</exception>
    public ProcessSemaphore(int permits, int maximum = int.MaxValue) : this(SharedBlock.Create(SharedKind.Semaphore, SemaphoreState.Size))
    {
        try
        {
            ArgumentOutOfRangeException.ThrowIfNegative(permits);
            ArgumentOutOfRangeException.ThrowIfLessThan(maximum, Math.Max(permits, 1));
        }
        catch
        {
            Dispose();
            throw;
        }

        _state.Initialize(permits, maximum);
    }

    private ProcessSemaphore(SharedBlock block) : base(block)
    {
        HandleCodec.DemandSize(block, SemaphoreState.Size, typeof(ProcessSemaphore));
        _state = new SemaphoreState(block);
    }

    /// <summary>How many permits are free at this moment, those of the dead included.</summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public int CurrentCount
    {
        get
        {
            ThrowIfDisposed();
            return _state.Free;
        }
    }

    /// <summary>How many permits there may ever be.</summary>
    public int Maximum => _state.Maximum;

    /// <summary>Waits for a permit, as long as it takes.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Gives the permit back when it is disposed of.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public Scope Enter(CancellationToken cancellationToken = default)
    {
        _ = TryEnter(Timeout.InfiniteTimeSpan, out Scope scope, cancellationToken);
        return scope;
    }

    /// <summary>Takes a permit if one is free.</summary>
    /// <param name="scope">Gives the permit back when it is disposed of.</param>
    /// <returns>False if none is.</returns>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public bool TryEnter(out Scope scope) => TryEnter(TimeSpan.Zero, out scope);

    /// <summary>Waits for a permit for some time.</summary>
    /// <param name="timeout">How long; zero to take only what is free, <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="scope">Gives the permit back when it is disposed of.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False if it took too long.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is negative.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public bool TryEnter(TimeSpan timeout, out Scope scope, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        bool entered = new SemaphoreWait(_state).Block(timeout, cancellationToken);
        scope = entered ? new Scope(new HeldPermit(this)) : default;
        return entered;
    }

    /// <summary>Waits for a permit without a thread.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Gives the permit back when it is disposed of.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public async ValueTask<Scope> EnterAsync(CancellationToken cancellationToken = default) =>
        (await TryEnterAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false))!.Value;

    /// <summary>Waits for a permit for some time, without a thread.</summary>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Gives the permit back when it is disposed of; null if it took too long.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is negative.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public async ValueTask<Scope?> TryEnterAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        return await AsyncWaits.WaitAsync(new SemaphoreWait(_state), timeout, cancellationToken).ConfigureAwait(false) ? new Scope(new HeldPermit(this)) : null;
    }

    /// <summary>Adds permits that nobody held, as a signal to others. To give back what <see cref="Enter(CancellationToken)"/> gave, dispose of that.</summary>
    /// <param name="count">How many.</param>
    /// <returns>How many were free before.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    /// <exception cref="SemaphoreFullException">There would be more than <see cref="Maximum"/>; nothing was added.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public int Release(int count = 1)
    {
        ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return _state.TryAdd(count, out int before) ? before : throw new SemaphoreFullException($"The semaphore has all of its {Maximum} permits, held or free: {count} more were released than used up.");
    }

    static ProcessSemaphore? ISharedHandle<ProcessSemaphore>.ReadHandle(ref PayloadReader reader) =>
        HandleCodec.Read(ref reader, SharedKind.Semaphore) is { } block ? new ProcessSemaphore(block) : null;

    /// <summary>A permit that is held. Dispose of it to give it back; a second time, or of a copy, does nothing.</summary>
    public readonly struct Scope : IDisposable, IAsyncDisposable
    {
        private readonly HeldPermit? _permit;

        internal Scope(HeldPermit permit) => _permit = permit;

        /// <summary>Uses the permit up: it is nobody's any more, and does not come back.</summary>
        public void UseUp() => _permit?.End(usedUp: true);

        /// <summary>Gives the permit back.</summary>
        public void Dispose() => _permit?.End(usedUp: false);

        /// <summary>Gives the permit back, without waiting for anything.</summary>
        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }

    internal sealed class HeldPermit : ICallHolding
    {
        private readonly CallHoldings? _holder = CallHoldings.Current;
        private ProcessSemaphore? _semaphore;

        public HeldPermit(ProcessSemaphore semaphore)
        {
            _semaphore = semaphore;
            _holder?.Add(this);
        }

        public void OnCallEnded() => End(usedUp: false);

        public void End(bool usedUp)
        {
            if (Interlocked.Exchange(ref _semaphore, null) is not { } semaphore)
            {
                return;
            }

            _holder?.Remove(this);
            if (usedUp)
            {
                semaphore._state.UseUp();
            }
            else
            {
                semaphore._state.GiveBack();
            }

            GC.KeepAlive(semaphore);
        }
    }
}
