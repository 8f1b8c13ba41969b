using System.Runtime.InteropServices;
using ProcGen.Launching.Native;

namespace ProcGen.Launching;

/// <summary>What ends a worker from outside. The loop of the worker observes <see cref="Terminating"/>; what it does not manage in time is ended without it.</summary>
internal static class WorkerLifetime
{
    /// <summary>How long a worker takes at most from SIGTERM to its end. The parent's deadline is its own and usually shorter.</summary>
    public static readonly TimeSpan TerminationTime = TimeSpan.FromSeconds(10);

    /// <summary>How long it takes at most from the end of its loop to its end.</summary>
    public static readonly TimeSpan ExitTime = TimeSpan.FromSeconds(2);

    private static readonly CancellationTokenSource s_terminating = new();
    private static readonly CancellationTokenSource s_parentGone = new();
    private static readonly List<PosixSignalRegistration> s_registrations = [];
    private static int s_requested;

    /// <summary>Cancelled by SIGTERM, and when the parent is gone: cancel what runs, run the finalizer, return from the loop.</summary>
    public static CancellationToken Terminating => s_terminating.Token;

    /// <summary>Cancelled when the parent is gone. The process group is killed a moment later.</summary>
    public static CancellationToken ParentGone => s_parentGone.Token;

    /// <summary>Takes SIGTERM as the wish to end and leaves SIGINT (the terminal's, which is the parent's business) alone.</summary>
    public static void HandleSignals()
    {
        s_registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, static context =>
        {
            context.Cancel = true;
            RequestTermination();
        }));
        s_registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => context.Cancel = true));
    }

    public static void RequestTermination()
    {
        if (Interlocked.Exchange(ref s_requested, 1) != 0)
        {
            return;
        }

        EndAfter(TerminationTime, WorkerExitCode.Terminated);
        ThreadPool.UnsafeQueueUserWorkItem(static _ => s_terminating.Cancel(), null);
    }

    public static void NotifyParentGone() =>
        ThreadPool.UnsafeQueueUserWorkItem(static _ =>
        {
            s_parentGone.Cancel();
            s_terminating.Cancel();
        }, null);

    /// <summary>Ends the process group after a time, whatever any thread does by then.</summary>
    public static void EndAfter(TimeSpan time, int code) => RunAfter(time, () => NativeProcesses.EndOwnGroup(code));

    /// <summary>Ends this process after a time with a code that its parent sees; what else is in the group is ended by the parent, as after any exit.</summary>
    public static void ExitAfter(TimeSpan time, int code) => RunAfter(time, () => NativeProcesses.ExitNow(code));

    private static void RunAfter(TimeSpan time, Action end) =>
        new Thread(() =>
        {
#pragma warning disable RS0030 // A thread of its own, with nothing else to do.
            Thread.Sleep(time);
#pragma warning restore RS0030
            end();
        }, 256 * 1024)
        { IsBackground = true, Name = "ProcGen exit deadline" }.Start();
}
