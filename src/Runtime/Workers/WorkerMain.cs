using ProcGen.Launching;
using ProcGen.Protocol;
using ProcGen.Sharing;
using ProcGen.Transport;

namespace ProcGen.Workers;

/// <summary>A worker's life after it was bootstrapped: connect, shake hands, take calls until the parent is done or gone.</summary>
internal static class WorkerMain
{
    /// <summary>How long the last frames may take on their way out.</summary>
    private static readonly TimeSpan s_drainTime = TimeSpan.FromSeconds(2);

    /// <summary>How long the body at hand may take to notice that nobody waits for it.</summary>
    private static readonly TimeSpan s_lostTime = TimeSpan.FromSeconds(2);

    /// <summary>Runs the worker on the calling thread, which becomes the one that runs synchronous bodies.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="HandshakeException">The parent is of another build.</exception>
    /// <exception cref="IOException">The parent cannot be reached.</exception>
    public static int Run(WorkerBootstrap bootstrap)
    {
        using ByteChannel channel = TransportConnector.Connect(bootstrap.TransportAddress);
        HandshakeExchange.Connect(channel, bootstrap.Token, bootstrap.ParentId);

        using IFrameCarrier carrier = CarrierSelection.Accept(channel);
        var bodies = new MainThreadQueue();
        var states = new WorkerStates();
        var session = new WorkerSession(carrier, bodies, states, new BodyInterruption(), WorkerMemoryLimit.Current);
        using var exitNotices = new ExitNotices(carrier);
        WorkerLog.ForwardTo(session.Log);
        CallHoldings.FindCurrent = static () => RemoteWorkerCall.Current?.Holdings;
        StartReader(carrier, session);
        using CancellationTokenRegistration termination = WorkerLifetime.Terminating.UnsafeRegister(
            static state =>
            {
                (WorkerSession session, IFrameCarrier carrier) = ((WorkerSession, IFrameCarrier))state!;
                session.CancelAll();
                carrier.Send(new OutgoingMessage(FrameType.Terminating, 0));
            },
            (session, carrier));
        _ = session.Closed.ContinueWith(_ => bodies.Complete(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        bodies.Run(carrier as IWorkPump);

        session.Closed.GetAwaiter().GetResult();
        int? exitCode = session.ExitCode;
        exitCode = DisposeStates(states) ? exitCode : exitCode ?? 1;
        exitNotices.Expect();
        Console.Out.Flush();
        Console.Error.Flush();
        carrier.DrainAsync().Wait(s_drainTime);
        return session.IsLost ? WorkerExitCode.ParentGone : exitCode ?? Environment.ExitCode;
    }

    private static void StartReader(IFrameCarrier carrier, WorkerSession session) =>
        // A thread of its own, so that a cancellation is heard also where bodies have taken all threads of the pool.
        new Thread(() =>
        {
            try
            {
                carrier.Receive(session);
            }
            catch (ProcessException e)
            {
                // The parent sends no such thing; it cannot be told over a connection that cannot be trusted any more.
                Console.Error.WriteLine(WorkerExitCode.MessagePrefix + "the connection to the parent failed: " + e.Message);
            }

            if (session.OnLost())
            {
                WorkerLifetime.EndAfter(s_lostTime, WorkerExitCode.ParentGone);
            }
        })
        { IsBackground = true, Name = "ProcGen reader" }.Start();

    private static bool DisposeStates(WorkerStates states)
    {
        try
        {
            states.DisposeAsync().GetAwaiter().GetResult();
            return true;
        }
        catch (AggregateException e)
        {
            Console.Error.WriteLine(e);
            return false;
        }
    }
}
