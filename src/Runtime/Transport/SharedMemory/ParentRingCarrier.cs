using ProcGen.Protocol;

namespace ProcGen.Transport;

/// <summary>The parent's end. It has no thread of its own: <see cref="Doorbell"/> serves all workers of this process.</summary>
internal sealed class ParentRingCarrier(SocketChannel control, SharedSegment segment, Doorbell doorbell, PeerBells peer)
    : SharedMemoryCarrier(control, segment, outgoing: segment.ToWorker, incoming: segment.ToParent, doorbell.Bell, peer), IReplyPump
{
    private readonly TaskCompletionSource _received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _closing;
    private Exception? _failure;
    private int _resuming;

    /// <inheritdoc/>
    public override Task ReceiveAsync(IMessageSink sink)
    {
        if (!TryStart(sink))
        {
            return Task.CompletedTask;
        }

        doorbell.Add(this);
        _ = WatchControlAsync();
        return _received.Task;
    }

    /// <inheritdoc/>
    public override void Receive(IMessageSink sink) => ReceiveAsync(sink).GetAwaiter().GetResult();

    /// <summary>Takes what the worker sent. Never throws and never blocks.</summary>
    /// <returns>Whether there was something.</returns>
    public bool Poll()
    {
        if (!Receiver.TryEnter())
        {
            return false;
        }

        // Before the rings are looked at: what was sent before the channel's end is there then, and still received.
        bool closing = _closing;
        try
        {
            if (Sender.CanResume)
            {
                ResumeInBackground();
            }

            bool any = Receiver.TakeTurn();
            if (any)
            {
                Receiver.StopWaiting();
            }

            if (!IsDisposed && Violation is null && (any || !closing))
            {
                Receiver.Exit();
                return any;
            }
        }
        catch (Exception e)
        {
            _failure = e;
        }

        EndReceiving();
        return false;
    }

    /// <summary>Whether a caller looks at the ring itself.</summary>
    public bool IsLookedAt => Receiver.IsEntered;

    /// <summary>Announces that nobody looks at the ring from now on.</summary>
    /// <returns>False if there is something by now.</returns>
    public bool TryWait()
    {
        if (!Receiver.TryEnter())
        {
            return true;
        }

        bool waits = Receiver.TryWait();
        Receiver.Exit();
        return waits;
    }

    /// <inheritdoc/>
    public void PumpFor(IReplyWaiter waiter, IReplyBook book)
    {
        var spin = default(SpinBudget);
        while (!Receiver.TryEnter())
        {
            if (!waiter.IsWaiting || !spin.TrySpin())
            {
                return;
            }
        }

        try
        {
            spin.Reset();
            PeerProcessor = LinuxCalls.CurrentProcessor();
            if (book.HasUnwatchedCalls)
            {
                Receiver.StopWaiting();
            }
            else
            {
                _ = Receiver.TryBeBusy();
            }

            while (waiter.IsWaiting && !IsEnding)
            {
                // What this thread waits for may itself be on its way still. Large arguments are copied here, while the worker copies what came before.
                bool any = Sender.IsBlocked && Sender.Resume(stays: true);
                any |= Receiver.TakeTurn();
                if (any)
                {
                    spin.Reset();
                }
                else if (!Receiver.TrySpin(ref spin))
                {
                    break;
                }
            }
        }
        catch (Exception e)
        {
            _failure = e;
            EndReceiving();
            return;
        }

        // As a rule the next call's thread looks for what comes of that, so the doorbell need not be rung for it: as if a body ran here between two calls.
        bool isLast = book.CallCount == 0;
        bool waits = isLast ? Receiver.TryBeBusy() : Receiver.TryWait();
        Receiver.Exit();

        // The doorbell may have been rung meanwhile and have found this thread at it. Either it looks after the exit, or this looks after its ring. The same holds for a thread that has made a
        // call meanwhile and has given up to enter.
        Interlocked.MemoryBarrier();
        if (!waits || IsEnding || Sender.IsBlocked || (isLast && book.CallCount != 0))
        {
            doorbell.Bell.Ring();
        }
    }

    /// <inheritdoc/>
    protected override void EndReceiving()
    {
        doorbell.Remove(this);
        base.EndReceiving();
        if ((_failure ?? Violation) is { } failure)
        {
            _received.TrySetException(failure);
        }
        else
        {
            _received.TrySetResult();
        }
    }

    private bool IsEnding => _closing || IsDisposed || Violation is not null;

    private async Task WatchControlAsync()
    {
        try
        {
            DemandSilence(await Control.ReadAsync(new byte[1]).ConfigureAwait(false));
        }
        catch (IOException)
        {
            // A worker that dies breaks the connection instead of closing it. Both are its end.
        }
        catch (ProtocolException e)
        {
            _failure = e;
        }

        _closing = true;
        doorbell.Bell.Ring();
    }

    private void ResumeInBackground()
    {
        if (Interlocked.Exchange(ref _resuming, 1) == 0)
        {
            // Not on the doorbell's thread: replies of other workers would wait for this one's hundred megabytes.
            ThreadPool.UnsafeQueueUserWorkItem(static carrier => carrier.ResumeNow(), this, preferLocal: false);
        }
    }

    private void ResumeNow()
    {
        var spin = default(SpinBudget);
        while (true)
        {
            if (Sender.Resume())
            {
                spin.Reset();
            }
            else if (!Sender.IsBlocked || !spin.TrySpin())
            {
                break;
            }
        }

        // Once more afterwards, for a ring of the bell that found this thread still at work.
        Interlocked.Exchange(ref _resuming, 0);
        Sender.Resume();
    }
}
