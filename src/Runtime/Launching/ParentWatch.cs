using ProcGen.Launching.Native;

namespace ProcGen.Launching;

/// <summary>
/// Waits for the end of the parent, on two signs at once: the end of the pipe that was standard input, and the parent's own end (which comes also when something else
/// holds the pipe). Then ends this worker's process group, within a second, without <c>Environment.Exit</c>, which a handler of the application could hold up.
/// </summary>
internal static class ParentWatch
{
    // For the token's registrations: to release what outlives a process, such as temporary files.
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(300);

    /// <param name="input">The pipe that was standard input.</param>
    /// <param name="parentId">The parent.</param>
    /// <param name="parentStartTime">When it was started, so that another process that got its number is not taken for it.</param>
    public static void Start(IWorkerInput input, int parentId, ulong parentStartTime) =>
        new Thread(() =>
        {
            input.WaitForEnd(parentId, parentStartTime);
            WorkerLifetime.NotifyParentGone();
#pragma warning disable RS0030 // A thread of its own, with nothing else to do.
            Thread.Sleep(s_grace);
#pragma warning restore RS0030
            NativeProcesses.EndOwnGroup(WorkerExitCode.ParentGone);
        }, 256 * 1024)
        { IsBackground = true, Name = "ProcGen parent watch" }.Start();
}
