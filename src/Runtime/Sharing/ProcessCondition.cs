using System.Diagnostics;
using ProcGen.CompilerServices;
using ProcGen.CompilerServices.Codecs;
using ProcGen.Sharing;

namespace ProcGen;

/// <summary>
/// Lets processes wait until something that a lock guards has changed. The counterpart of Python's <c>Condition</c>, and of <see cref="Monitor.Wait(object)"/> and <see cref="Monitor.Pulse(object)"/> within one process.
/// </summary>
/// <example><code>
/// using (condition.Lock.Enter())
/// {
///     condition.Wait(() => stock.Value > 0);
///     stock.Value--;
/// }
///
/// using (condition.Lock.Enter())
/// {
///     stock.Value++;
///     condition.Notify();
/// }
/// </code></example>
/// <remarks>
/// <para>A wait leaves the lock, and has it again when it ends, in whatever way it ends; the scope of before leaves it as usual. Waiters are notified in the order in which they came. One that died, or gave up, is skipped and leaves nothing
/// behind; one that dies after it was notified takes the notification along. At most 500 can wait at once.</para>
/// <para>A condition handle brings its lock along: in every process enter the lock by <see cref="Lock"/> of the same handle. Several conditions can have one lock. Thread-safe.</para>
/// </remarks>
public sealed class ProcessCondition : SharedObject, ISharedHandle<ProcessCondition>
{
    private readonly ConditionState _state;
    private readonly bool _ownsLock;

    /// <summary>Makes a condition with a lock of its own.</summary>
    /// <exception cref="PlatformNotSupportedException">The system is not 64-bit Linux.</exception>
    /// <exception cref="IOException">The operating system refuses.</exception>
    public ProcessCondition() : this(new ProcessLock(), ownsLock: true)
    {
    }

    /// <summary>Makes a condition of a lock.</summary>
    /// <param name="gate">The lock. It lives as long as the condition, also when its handle is disposed of; in this process, though, that handle is needed.</param>
    /// <exception cref="ArgumentNullException">There is no lock.</exception>
    /// <exception cref="ObjectDisposedException">The lock's handle was disposed of.</exception>
    /// <exception cref="IOException">The operating system refuses.</exception>
    public ProcessCondition(ProcessLock gate) : this(gate ?? throw new ArgumentNullException(nameof(gate)), ownsLock: false)
    {
    }

    private ProcessCondition(ProcessLock gate, bool ownsLock) : this(SharedBlock.Create(SharedKind.Condition, ConditionState.Size), gate, ownsLock)
    {
        // The condition holds the lock, as a container holds what lies in it.
        SharingTree.Current.Deposit(gate.Block.Id, Block.Id);
        _state.LockId = gate.Block.Id;
    }

    private ProcessCondition(SharedBlock block, ProcessLock? gate, bool ownsLock) : base(block)
    {
        HandleCodec.DemandSize(block, ConditionState.Size, typeof(ProcessCondition));
        _state = new ConditionState(block);
        _ownsLock = ownsLock;
        Lock = gate ?? new ProcessLock(SharedBlock.Open(_state.LockId, SharedKind.Lock), 0);
    }

    /// <summary>The lock that guards what is waited for.</summary>
    public ProcessLock Lock { get; }

    /// <summary>Leaves the lock, waits for a notification, and enters the lock again.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SynchronizationLockException">The lock was not entered by <see cref="Lock"/>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the lock is held again.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public void Wait(CancellationToken cancellationToken = default) => Wait(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Leaves the lock, waits for a notification for some time, and enters the lock again.</summary>
    /// <param name="timeout">How long to wait for the notification; <see cref="Timeout.InfiniteTimeSpan"/> for no limit. Entering the lock again takes as long as it takes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False if none came.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is negative.</exception>
    /// <inheritdoc cref="Wait(CancellationToken)"/>
    public bool Wait(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        (ConditionWait wait, ulong scope) = Begin();
        try
        {
            return wait.Block(timeout, cancellationToken);
        }
        finally
        {
            if (!Lock.Inner.TryTake() && !Lock.Inner.TrySpin())
            {
                new LockWait(Lock.Inner).Block(Timeout.InfiniteTimeSpan, default);
            }

            Lock.EndWait(scope);
        }
    }

    /// <summary>Waits until something is true, looked at under the lock: now, and after each notification.</summary>
    /// <param name="isTrue">What has to be true.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <inheritdoc cref="Wait(CancellationToken)"/>
    public void Wait(Func<bool> isTrue, CancellationToken cancellationToken = default) => Wait(isTrue, Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Waits until something is true, for some time, looked at under the lock: now, and after each notification.</summary>
    /// <param name="isTrue">What has to be true.</param>
    /// <param name="timeout">How long in all; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether it is true.</returns>
    /// <inheritdoc cref="Wait(TimeSpan, CancellationToken)"/>
    public bool Wait(Func<bool> isTrue, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(isTrue);
        long end = SharedWait.EndOf(timeout);
        while (!isTrue())
        {
            if (!Wait(Remaining(end), cancellationToken))
            {
                return isTrue();
            }
        }

        return true;
    }

    /// <summary>Leaves the lock, waits for a notification without a thread, and enters the lock again.</summary>
    /// <inheritdoc cref="Wait(CancellationToken)"/>
    public async ValueTask WaitAsync(CancellationToken cancellationToken = default) => await WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);

    /// <summary>Leaves the lock, waits for a notification for some time without a thread, and enters the lock again.</summary>
    /// <inheritdoc cref="Wait(TimeSpan, CancellationToken)"/>
    public async ValueTask<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        (ConditionWait wait, ulong scope) = Begin();
        try
        {
            return await AsyncWaits.WaitAsync(wait, timeout, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await AsyncWaits.WaitAsync(new LockWait(Lock.Inner), Timeout.InfiniteTimeSpan, default).ConfigureAwait(false);
            Lock.EndWait(scope);
        }
    }

    /// <summary>Waits until something is true, without a thread, looked at under the lock: now, and after each notification.</summary>
    /// <inheritdoc cref="Wait(Func{bool}, TimeSpan, CancellationToken)"/>
    public async ValueTask<bool> WaitAsync(Func<bool> isTrue, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(isTrue);
        long end = SharedWait.EndOf(timeout);
        while (!isTrue())
        {
            if (!await WaitAsync(Remaining(end), cancellationToken).ConfigureAwait(false))
            {
                return isTrue();
            }
        }

        return true;
    }

    /// <summary>Notifies those who have waited longest. They go on one after the other, when the lock is left.</summary>
    /// <param name="count">How many at most.</param>
    /// <returns>How many waited and were notified.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    /// <exception cref="SynchronizationLockException">This process has not entered the lock.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public int Notify(int count = 1)
    {
        ThrowIfDisposed();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return Lock.IsHeldByThisProcess
            ? _state.Notify(count)
            : throw new SynchronizationLockException("The lock of a condition is entered before anything is awaited or notified: using (condition.Lock.Enter()) { … }.");
    }

    /// <summary>Notifies all who wait. They go on one after the other, when the lock is left.</summary>
    /// <returns>How many waited and were notified.</returns>
    /// <inheritdoc cref="Notify(int)"/>
    public int NotifyAll() => Notify(int.MaxValue);

    static ProcessCondition? ISharedHandle<ProcessCondition>.ReadHandle(ref PayloadReader reader) =>
        HandleCodec.Read(ref reader, SharedKind.Condition) is { } block ? new ProcessCondition(block, gate: null, ownsLock: true) : null;

    private protected override void OnDisposing()
    {
        if (_ownsLock)
        {
            Lock.Dispose();
        }
    }

    private static TimeSpan Remaining(long end) =>
        end == long.MaxValue ? Timeout.InfiniteTimeSpan : Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), Math.Max(end, Stopwatch.GetTimestamp()));

    private (ConditionWait Wait, ulong Scope) Begin()
    {
        // Entered as a waiter before the lock is left: nobody can notify in between.
        if (!Lock.IsHeldByThisProcess)
        {
            throw new SynchronizationLockException("The lock of a condition is entered before anything is awaited or notified: using (condition.Lock.Enter()) { … }.");
        }

        var wait = new ConditionWait(_state);
        try
        {
            return (wait, Lock.BeginWait());
        }
        catch
        {
            wait.GiveUp();
            throw;
        }
    }
}
