using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Errors;
using ProcGen.Protocol;
using ProcGen.Transport;

namespace ProcGen.Workers;

/// <summary>Tells the parent how this worker's process ends out of turn, where managed code still runs at that moment: an unhandled exception, or an exit inside of a call.</summary>
internal sealed class ExitNotices : IDisposable
{
    // The process is on its way out; what does not go at once is not worth holding it up.
    private static readonly TimeSpan s_drainTime = TimeSpan.FromMilliseconds(200);

    private readonly IFrameCarrier _carrier;
    private volatile bool _expected;

    public ExitNotices(IFrameCarrier carrier)
    {
        _carrier = carrier;
        AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>The exit that follows is the one that the parent asked for.</summary>
    public void Expect() => _expected = true;

    public void Dispose()
    {
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandledException;
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
    }

    private void OnUnhandledException(object sender, UnhandledExceptionEventArgs e)
    {
        if (e.ExceptionObject is Exception error)
        {
            Send(RemoteErrors.Write(error, RemoteFailurePhase.Running));
        }
    }

    private void OnProcessExit(object? sender, EventArgs e)
    {
        if (!_expected)
        {
            Send(PayloadBuffer.Rent());
        }
    }

    private void Send(PayloadBuffer content)
    {
        Console.Out.Flush();
        Console.Error.Flush();
        _carrier.Send(new OutgoingMessage(FrameType.ExitNotice, 0, 0, content));
        _carrier.DrainAsync().Wait(s_drainTime);
    }
}
