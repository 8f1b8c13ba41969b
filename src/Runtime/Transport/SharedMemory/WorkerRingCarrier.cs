using ProcGen.Protocol;

namespace ProcGen.Transport;

/// <summary>
/// The worker's end. While the main thread has nothing to do it takes the messages itself; while it is busy the thread that receives does. That one always waits for its
/// bell and for the end of the parent's channel, and goes on with what waits for room.
/// </summary>
internal sealed class WorkerRingCarrier : SharedMemoryCarrier, IWorkPump
{
    private const int MostTurnsBeforeBodies = 4;

    private readonly DescriptorChannel _control;
    private readonly EventBell _main;
    private Exception? _failure;
    private bool _hasEntered;
    private volatile bool _started;

    // Of the main thread.
    private SharedProcessor _processor;

    // The main thread has nothing to do: the thread that receives makes way for it.
    private volatile bool _mainWants;

    // The end: the main thread makes way, and does not come back.
    private volatile bool _ending;

    public WorkerRingCarrier(DescriptorChannel control, SharedSegment segment, EventBell own, EventBell main, PeerBells peer)
        : base(control, segment, outgoing: segment.ToParent, incoming: segment.ToWorker, own, peer)
    {
        _control = control;
        _main = main;
    }

    /// <inheritdoc/>
    public override Task ReceiveAsync(IMessageSink sink) =>
        Task.Factory.StartNew(() => Receive(sink), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <inheritdoc/>
    public override void Receive(IMessageSink sink)
    {
        if (!TryStart(sink))
        {
            return;
        }

        _started = true;
        try
        {
            // A descriptor of its own: the channel may be disposed of while this thread waits for it.
            using var socket = _control.DuplicateDescriptor();
            ReceiveUntilClosed((int)socket.DangerousGetHandle());
        }
        catch (ObjectDisposedException) when (IsDisposed)
        {
            // Before it began.
        }
        finally
        {
            TakeOver();
            EndReceiving();
        }
    }

    /// <inheritdoc/>
    public bool TryPump(IWorkWaiter waiter)
    {
        if (!_started || !TryEnterAsMain(waiter))
        {
            return waiter.HasWork;
        }

        bool goesOn;
        try
        {
            goesOn = TakeUntilWork(waiter) && TryLeaveToBodies();
        }
        catch (Exception e)
        {
            // Told by the thread that receives, as every end.
            Volatile.Write(ref _failure, e);
            goesOn = false;
        }

        // If it does not go on to bodies, the thread that receives is to be woken up from here on: for whatever comes.
        bool waits = goesOn || (Volatile.Read(ref _failure) is null && Receiver.TryWait(PeerBells.Receiver));
        Receiver.Exit();
        if (!waits)
        {
            Own.Ring();
        }

        return waiter.HasWork;
    }

    /// <inheritdoc/>
    public void Wake() => _main.Ring();

    /// <inheritdoc/>
    protected override void EndReceiving()
    {
        base.EndReceiving();
        Own.Dispose();
        _main.Dispose();
    }

    private bool TryEnterAsMain(IWorkWaiter waiter)
    {
        var spin = default(SpinBudget);
        _mainWants = true;
        bool entered = false;
        while (!_ending && !waiter.HasWork && !(entered = Receiver.TryEnter()) && spin.TrySpin())
        {
        }

        _mainWants = false;
        return entered;
    }

    /// <summary>Says that bodies run now, and that only what cannot wait for their end is to be rung for. What has come by then is taken before.</summary>
    /// <returns>False if more comes all the time.</returns>
    private bool TryLeaveToBodies()
    {
        for (int i = 0; i < MostTurnsBeforeBodies; i++)
        {
            if (Receiver.TryBeBusy())
            {
                return true;
            }

            _ = Receiver.TakeTurn();
        }

        return false;
    }

    /// <returns>Whether there is work, and not only the end.</returns>
    private bool TakeUntilWork(IWorkWaiter waiter)
    {
        var spin = default(SpinBudget);
        _ = Receiver.TryBeBusy();
        while (!waiter.HasWork && !_ending)
        {
            bool any = Sender.IsBlocked && Sender.Resume(stays: true);
            if (Receiver.TakeTurn())
            {
                _processor.OnFrame(spin.WasAway, PeerProcessor);
                spin.Reset();
            }
            else if (any)
            {
                spin.Reset();
            }
            else if (!Receiver.TrySpin(ref spin) && Receiver.TryWait(PeerBells.Main))
            {
                LeaveSending();
                if (waiter.TryBeginSleep())
                {
                    // Also rung by the thread that receives, at the end.
                    _main.Wait();
                    waiter.EndSleep();
                }

                _ = Receiver.TryBeBusy();
                spin.Reset();
            }
        }

        LeaveSending();
        return !_ending;
    }

    /// <summary>Leaves what a large result has not sent yet to the thread that receives.</summary>
    private void LeaveSending()
    {
        if (Sender.IsBlocked)
        {
            Own.Ring();
        }
    }

    private void ReceiveUntilClosed(int socket)
    {
        var spin = default(SpinBudget);
        bool isClosed = false;
        while (!IsDisposed)
        {
            bool any = Sender.CanResume && Sender.Resume();
            if ((Violation ?? Volatile.Read(ref _failure)) is { } failure)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
            }

            if (isClosed)
            {
                TakeOver();
            }

            if (!_hasEntered && !(_hasEntered = Receiver.TryEnter()))
            {
                // The main thread is at it. It rings when it leaves something to this one.
                isClosed = Own.Wait(socket) && IsClosed();
                continue;
            }

            if (Receiver.TakeTurn())
            {
                any = true;
                Receiver.StopWaiting();
            }

            if (any)
            {
                spin.Reset();
            }
            else if (isClosed)
            {
                return;
            }
            else if ((_mainWants || !spin.TrySpin()) && Receiver.TryWait(PeerBells.Receiver))
            {
                _hasEntered = false;
                Receiver.Exit();
                isClosed = Own.Wait(socket) && IsClosed();
                spin.Reset();
            }
        }
    }

    /// <summary>Makes the thread that receives the one that has entered, for good.</summary>
    private void TakeOver()
    {
        _ending = true;
        while (!_hasEntered && !(_hasEntered = Receiver.TryEnter()))
        {
            // It leaves after the frame at hand, none of which runs the user's code.
            _main.Ring();
            _ = Thread.Yield();
        }
    }

    private bool IsClosed()
    {
        try
        {
            DemandSilence(Control.Read(new byte[1]));
        }
        catch (IOException)
        {
            // A parent that dies breaks the connection instead of closing it, and so does a Dispose of this end. All are the end.
        }

        return true;
    }
}
