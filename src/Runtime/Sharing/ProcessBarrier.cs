using ProcGen.CompilerServices;
using ProcGen.CompilerServices.Codecs;
using ProcGen.Sharing;

namespace ProcGen;

/// <summary>
/// Lets a number of parties, in any processes, wait for each other again and again. If one of them dies, it breaks for all, and tells who that was. The counterpart of Python's <c>Barrier</c>, and of
/// <see cref="Barrier"/> within one process.
/// </summary>
/// <example><code>
/// using var barrier = new ProcessBarrier(4);
///
/// // in each of four workers
/// using (barrier.Join())
/// {
///     for (int step = 0; step &lt; steps; step++)
///     {
///         Simulate(part, step);
///         barrier.SignalAndWait();
///     }
/// }
/// </code></example>
/// <remarks>
/// A process takes part from its arrival to the end of the phase, or for as long as it has joined. Its death in that time breaks the barrier within a fifth of a second, as does a party that gives up
/// waiting; <see cref="Reset"/> makes it whole again. At most 500 processes can take part at once. Thread-safe.
/// </remarks>
public sealed class ProcessBarrier : SharedObject, ISharedHandle<ProcessBarrier>
{
    private readonly BarrierState _state;

    /// <summary>Makes a barrier.</summary>
    /// <param name="parties">How many have to arrive before all go on.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    /// <exception cref="PlatformNotSupportedException">The system is not 64-bit Linux.</exception>
    /// <exception cref="IOException">The operating system refuses.</exception>
    public ProcessBarrier(int parties) : this(SharedBlock.Create(SharedKind.Barrier, SizeFor(parties))) => _state.Initialize(parties);

    private ProcessBarrier(SharedBlock block) : base(block)
    {
        HandleCodec.DemandSize(block, BarrierState.Size, typeof(ProcessBarrier));
        _state = new BarrierState(block);
    }

    /// <summary>How many have to arrive.</summary>
    public int ParticipantCount => _state.Parties;

    /// <summary>How many are still missing in this phase.</summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public int ParticipantsRemaining
    {
        get
        {
            ThrowIfDisposed();
            return _state.Parties - _state.Arrived;
        }
    }

    /// <summary>Whether it is broken.</summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public bool IsBroken
    {
        get
        {
            ThrowIfDisposed();
            return _state.IsBroken;
        }
    }

    /// <summary>Arrives, and waits until all have.</summary>
    /// <param name="cancellationToken">Gives up, which breaks the barrier for all.</param>
    /// <returns>How many had arrived before: 0 for the first one, <see cref="ParticipantCount"/> - 1 for the last one.</returns>
    /// <exception cref="BarrierBrokenException">It is broken, or breaks.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public int SignalAndWait(CancellationToken cancellationToken = default) => SignalAndWait(Timeout.InfiniteTimeSpan, lastAction: null, cancellationToken);

    /// <summary>Arrives, and waits until all have, for some time.</summary>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for no limit. Too long breaks the barrier for all.</param>
    /// <param name="lastAction">Run if this is the last one to arrive, before any of them goes on; what it throws breaks the barrier, and is thrown here.</param>
    /// <param name="cancellationToken">Gives up, which breaks the barrier for all.</param>
    /// <returns>How many had arrived before: 0 for the first one, <see cref="ParticipantCount"/> - 1 for the last one.</returns>
    /// <exception cref="TimeoutException">It took too long.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is negative.</exception>
    /// <exception cref="BarrierBrokenException">It is broken, or breaks.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public int SignalAndWait(TimeSpan timeout, Action? lastAction = null, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        int before = Arrive(lastAction, out uint phase);
        if (before < _state.Parties - 1 && !WaitFor(phase).Block(timeout, cancellationToken))
        {
            throw TooLong(timeout);
        }

        GC.KeepAlive(this);
        return before;
    }

    /// <summary>Arrives, and waits without a thread until all have.</summary>
    /// <inheritdoc cref="SignalAndWait(CancellationToken)"/>
    public ValueTask<int> SignalAndWaitAsync(CancellationToken cancellationToken = default) => SignalAndWaitAsync(Timeout.InfiniteTimeSpan, lastAction: null, cancellationToken);

    /// <summary>Arrives, and waits without a thread until all have, for some time.</summary>
    /// <inheritdoc cref="SignalAndWait(TimeSpan, Action, CancellationToken)"/>
    public async ValueTask<int> SignalAndWaitAsync(TimeSpan timeout, Action? lastAction = null, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        int before = Arrive(lastAction, out uint phase);
        return before == _state.Parties - 1 || await AsyncWaits.WaitAsync(WaitFor(phase), timeout, cancellationToken).ConfigureAwait(false) ? before : throw TooLong(timeout);
    }

    /// <summary>Lets this process take part also while it has not arrived: its death breaks the barrier then, too.</summary>
    /// <returns>Ends that when it is disposed of. The end of the call ends it, too.</returns>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public Membership Join()
    {
        ThrowIfDisposed();
        return new Membership(this);
    }

    /// <summary>Breaks the barrier for all who wait, and all who come.</summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public void Abort()
    {
        ThrowIfDisposed();
        _state.Abort();
    }

    /// <summary>Makes the barrier whole and empty. It breaks for those who wait at it.</summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public void Reset()
    {
        ThrowIfDisposed();
        _state.Reset();
    }

    static ProcessBarrier? ISharedHandle<ProcessBarrier>.ReadHandle(ref PayloadReader reader) =>
        HandleCodec.Read(ref reader, SharedKind.Barrier) is { } block ? new ProcessBarrier(block) : null;

    private int Arrive(Action? lastAction, out uint phase)
    {
        int before = _state.Arrive(out phase);
        if (before == _state.Parties - 1)
        {
            try
            {
                lastAction?.Invoke();
            }
            catch
            {
                _state.Break(phase, BarrierBreak.ActionFailed, SharingTree.Current.Slot.Word);
                throw;
            }

            _state.Complete(phase);
        }

        return before;
    }

    // Checked before anything is made.
    private static long SizeFor(int parties)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(parties);
        return BarrierState.Size;
    }

    private static TimeoutException TooLong(TimeSpan timeout) => new($"Not all have arrived at the barrier within {timeout.TotalSeconds:0.###} s. It is broken for those who have.");

    private BarrierWait WaitFor(uint phase) => new(_state, phase, SharingTree.Current.Slot.Word);

    /// <summary>That a process takes part in a barrier. Thread-safe.</summary>
    public sealed class Membership : IDisposable, ICallHolding
    {
        private readonly CallHoldings? _holder = CallHoldings.Current;
        private ProcessBarrier? _barrier;

        internal Membership(ProcessBarrier barrier)
        {
            barrier._state.Join();
            _barrier = barrier;
            _holder?.Add(this);
        }

        void ICallHolding.OnCallEnded() => Dispose();

        /// <summary>Ends it.</summary>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _barrier, null) is { } barrier)
            {
                _holder?.Remove(this);
                barrier._state.Leave();
                GC.KeepAlive(barrier);
            }
        }
    }
}
