using System.Globalization;

namespace ProcGen.Launching.Native;

/// <summary>The names of signals: those up to 15 are numbered alike on Linux and macOS but for a few.</summary>
internal static class UnixSignalName
{
    private static readonly string?[] s_linux =
    [
        null, "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM",
        "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH",
        "SIGIO", "SIGPWR", "SIGSYS",
    ];

    private static readonly string?[] s_mac =
    [
        null, "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGEMT", "SIGFPE", "SIGKILL", "SIGBUS", "SIGSEGV", "SIGSYS", "SIGPIPE", "SIGALRM",
        "SIGTERM", "SIGURG", "SIGSTOP", "SIGTSTP", "SIGCONT", "SIGCHLD", "SIGTTIN", "SIGTTOU", "SIGIO", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH",
        "SIGINFO", "SIGUSR1", "SIGUSR2",
    ];

    public static string Get(int number)
    {
        string?[] names = OperatingSystem.IsMacOS() ? s_mac : s_linux;
        return number > 0 && number < names.Length ? names[number]! : "signal " + number.ToString(CultureInfo.InvariantCulture);
    }
}
