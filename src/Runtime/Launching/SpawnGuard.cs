using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ProcGen.Launching.Native;

namespace ProcGen.Launching;

/// <summary>
/// Keeps an application that was started as a worker, but runs its Main all the same, from starting workers in its turn, and so from a chain without end.
/// Such a process ends itself with an error that names the line that is missing, and its parent reports that.
/// </summary>
internal static class SpawnGuard
{
    // A Main that hands over does so at once. One that does not may never come to start a worker, so it is not waited for until then.
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(5);

    private static volatile bool s_entered;
    private static volatile string? s_refusal;

    /// <summary>Why no more workers are started: the first one ran Main, and so would every other. Null as long as none did.</summary>
    public static string? Refusal => s_refusal;

    /// <summary>Told by every worker entry first of all.</summary>
    public static void Enter() => s_entered = true;

    /// <summary>Told by the parent that a worker ran Main.</summary>
    public static void Refuse(string explanation) => s_refusal = explanation;

    /// <summary>Ends this process if it was started as a worker and did not come in by a worker entry. Called before anything is started.</summary>
    public static void EndIfNotEntered()
    {
        if (!s_entered && SpawnMarker.Find() is { IsValid: true })
        {
            NativeProcesses.WriteError(
                $"{WorkerExitCode.MessagePrefix}this process was started to be a worker, but its Main ran the application instead of handing over. "
                + $"Make this the first line of Main, before anything that starts workers or depends on arguments: {LaunchRouteResolver.MissingLine}");
            NativeProcesses.ExitNow(WorkerExitCode.NoWorkerEntry);
        }
    }

    /// <summary>Arms the deadline, and no more: the loop of a worker never runs in a module initializer, where every other thread that enters the assembly would wait for it.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "The application cannot be asked to call it: the guard is for the one that lacks its line.")]
    internal static void Arm()
    {
        // A startup hook enters by itself, at once.
        if (Environment.GetEnvironmentVariable(SpawnMarker.VariableName) is null
            || Environment.GetEnvironmentVariable(WorkerEnvironment.StartupHooks)?.Contains(LaunchRoute.HookName, StringComparison.Ordinal) == true)
        {
            return;
        }

        new Thread(static () =>
        {
#pragma warning disable RS0030 // A thread of its own, with nothing else to do.
            Thread.Sleep(s_deadline);
#pragma warning restore RS0030
            EndIfNotEntered();
        }, 256 * 1024)
        { IsBackground = true, Name = "ProcGen spawn guard" }.Start();
    }
}
