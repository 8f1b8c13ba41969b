using ProcGen.Protocol;

namespace ProcGen.Transport;

/// <summary>The worker's end: the thread that receives waits for its own bell and for the end of its parent's channel, and goes on with what waits for room.</summary>
internal sealed class WorkerRingCarrier : SharedMemoryCarrier
{
    private readonly SocketChannel _control;

    public WorkerRingCarrier(SocketChannel control, SharedSegment segment, EventBell own, EventBell peer)
        : base(control, segment.Memory, outgoing: segment.ToParent, incoming: segment.ToWorker, own, peer) => _control = control;

    /// <inheritdoc/>
    public override Task ReceiveAsync(IMessageSink sink) =>
        Task.Factory.StartNew(() => Receive(sink), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <inheritdoc/>
    public override void Receive(IMessageSink sink)
    {
        if (!TryStart(sink) || !Receiver.TryEnter())
        {
            return;
        }

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
            EndReceiving();
        }
    }

    /// <inheritdoc/>
    protected override void EndReceiving()
    {
        base.EndReceiving();
        Own.Dispose();
    }

    private void ReceiveUntilClosed(int socket)
    {
        var spin = default(SpinBudget);
        bool isClosed = false;
        while (!IsDisposed)
        {
            bool any = Receiver.TakeTurn();
            if (Sender.CanResume)
            {
                any |= Sender.Resume();
            }

            if (Violation is { } violation)
            {
                throw violation;
            }

            if (any)
            {
                spin.Reset();
            }
            else if (isClosed)
            {
                return;
            }
            else if (!spin.TrySpin() && Receiver.TryWait())
            {
                isClosed = Own.Wait(socket) && IsClosed();
                spin.Reset();
            }
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
