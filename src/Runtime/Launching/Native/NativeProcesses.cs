using System.Text;

namespace ProcGen.Launching.Native;

/// <summary>The operating system at hand: starting processes and asking about them.</summary>
internal static class NativeProcesses
{
    /// <summary>How long the pipes of a dead process are read when something else holds them open.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromMilliseconds(200);

    private static ulong? s_ownStartTime;

    /// <summary>When this process was started, as the operating system counts it; 0 where it cannot be known.</summary>
    public static ulong OwnStartTime => s_ownStartTime ??= GetStartTime(Environment.ProcessId);

    /// <exception cref="IOException">It could not be started; the message names the cause.</exception>
    public static INativeProcess Start(NativeStartInfo start, INativeProcessEvents events) =>
        OperatingSystem.IsWindows() ? WindowsProcess.Start(start, events) : UnixProcess.Start(start, events);

    /// <summary>Reads what the pipes of all children hold now, for at most this long.</summary>
    public static void ReadPendingOutput(TimeSpan timeout)
    {
        if (!OperatingSystem.IsWindows())
        {
            UnixProcessWatcher.Shared.ReadPending(timeout);
        }
    }

    /// <summary>Ends this process at once: no handler, no finalizer, no flush.</summary>
    public static void ExitNow(int code)
    {
        if (OperatingSystem.IsWindows())
        {
            WindowsProcess.ExitNow(code);
        }
        else
        {
            LibC.ExitNow(code);
        }
    }

    /// <summary>Ends this worker and everything that it started. Does not return.</summary>
    public static void EndOwnGroup(int code)
    {
        if (!OperatingSystem.IsWindows())
        {
            DiagnosticFiles.Delete(Environment.ProcessId, OwnStartTime, Environment.GetEnvironmentVariable("TMPDIR"));
            if (LibC.GetProcessGroup(0) == Environment.ProcessId)
            {
                _ = LibC.Kill(-Environment.ProcessId, LibC.SIGKILL);
            }
        }

        ExitNow(code);
    }

    /// <summary>Whether a process runs that has this number and was started at this time (0: at any).</summary>
    public static bool IsAlive(int processId, ulong startTime)
    {
        ulong found = GetStartTime(processId);
        return found != 0 && (startTime == 0 || found == startTime);
    }

    public static bool IsParent(int processId) => OperatingSystem.IsWindows() ? WindowsProcess.GetParentId() == processId : LibC.GetParentId() == processId;

    /// <summary>Takes the pipe from the parent away from standard input, where the application would read it, and leaves an empty standard input.</summary>
    public static IWorkerInput TakeStandardInput() => OperatingSystem.IsWindows() ? WindowsWorkerInput.TakeStandardInput() : UnixWorkerInput.TakeStandardInput();

    /// <summary>Makes this worker the first that the operating system takes when memory is short, before its parent.</summary>
    public static void PreferAsVictim()
    {
        if (!OperatingSystem.IsWindows())
        {
            UnixPlatform.Current.PreferAsVictim();
        }
    }

    /// <summary>Limits the private memory of this process where the system can; null takes the limit back. On Windows the parent's job does that.</summary>
    public static void LimitPrivateMemory(long? bytes)
    {
        if (!OperatingSystem.IsWindows())
        {
            UnixPlatform.Current.LimitPrivateMemory(bytes);
        }
    }

    /// <summary>Sets or removes a variable both for .NET and for native code, which has an environment of its own on Unix and starts programs with that.</summary>
    public static void SetEnvironment(string name, string? value)
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = value is null ? LibC.UnsetEnvironment(name) : LibC.SetEnvironment(name, value, 1);
        }

        Environment.SetEnvironmentVariable(name, value);
    }

    /// <summary>Writes a line to standard error without the console, which an application may have replaced.</summary>
    public static void WriteError(string text)
    {
        using Stream error = Console.OpenStandardError();
        error.Write(Encoding.UTF8.GetBytes(text + Environment.NewLine));
    }

    /// <summary>The command line of this process as it was started, the program first; empty where it cannot be known.</summary>
    public static IReadOnlyList<string> GetOwnCommandLine() =>
        OperatingSystem.IsWindows() ? WindowsProcess.GetOwnCommandLine() : UnixPlatform.Current.GetCommandLine();

    private static ulong GetStartTime(int processId) =>
        OperatingSystem.IsWindows() ? WindowsProcess.GetStartTime(processId) : UnixPlatform.Current.GetStartTime(processId, alsoDead: false);
}
