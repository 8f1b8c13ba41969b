using ProcGen.CompilerServices;
using ProcGen.CompilerServices.Codecs;
using ProcGen.Sharing;

namespace ProcGen;

/// <summary>
/// A flag that processes wait for: once it is set, all who wait go on, and nobody waits until it is reset. The counterpart of Python's <c>Event</c>, and of <see cref="ManualResetEventSlim"/> within one process.
/// </summary>
/// <example><code>
/// using var ready = new ProcessEvent();
/// Task serving = pool.RunAsync(Server.InProcess.Serve(ready));
/// await ready.WaitAsync(cancellationToken);
/// </code></example>
/// <remarks>A process that dies changes nothing: set is set. Who might wait for one that never comes gives a time-out, or waits for that process as well. Thread-safe.</remarks>
public sealed class ProcessEvent : SharedObject, ISharedHandle<ProcessEvent>
{
    private readonly EventState _state;

    /// <summary>Makes an event.</summary>
    /// <param name="initialState">Whether it is set.</param>
    /// <exception cref="PlatformNotSupportedException">The system is not 64-bit Linux.</exception>
    /// <exception cref="IOException">The operating system refuses.</exception>
    public ProcessEvent(bool initialState = false) : this(SharedBlock.Create(SharedKind.Event, EventState.Size))
    {
        if (initialState)
        {
            Set();
        }
    }

    private ProcessEvent(SharedBlock block) : base(block)
    {
        HandleCodec.DemandSize(block, EventState.Size, typeof(ProcessEvent));
        _state = new EventState(block);
    }

    /// <summary>Whether it is set.</summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public bool IsSet
    {
        get
        {
            ThrowIfDisposed();
            return _state.IsSet;
        }
    }

    /// <summary>Sets it: all who wait go on.</summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public void Set()
    {
        ThrowIfDisposed();
        _state.Set();
    }

    /// <summary>Resets it. Who was waiting when it was set goes on all the same, at the latest when it looks.</summary>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public void Reset()
    {
        ThrowIfDisposed();
        _state.Reset();
    }

    /// <summary>Waits until it is set, as long as it takes.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public void Wait(CancellationToken cancellationToken = default) => Wait(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Waits until it is set, for some time.</summary>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False if it took too long.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is negative.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public bool Wait(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        return new EventWait(_state).Block(timeout, cancellationToken);
    }

    /// <summary>Waits until it is set, without a thread.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public async ValueTask WaitAsync(CancellationToken cancellationToken = default) => await WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);

    /// <summary>Waits until it is set, for some time, without a thread.</summary>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False if it took too long.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is negative.</exception>
    /// <exception cref="ObjectDisposedException">The handle was disposed of.</exception>
    public async ValueTask<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        bool isSet = await AsyncWaits.WaitAsync(new EventWait(_state), timeout, cancellationToken).ConfigureAwait(false);
        GC.KeepAlive(this);
        return isSet;
    }

    static ProcessEvent? ISharedHandle<ProcessEvent>.ReadHandle(ref PayloadReader reader) =>
        HandleCodec.Read(ref reader, SharedKind.Event) is { } block ? new ProcessEvent(block) : null;
}
