using System.Diagnostics;
using System.Runtime;
using ProcGen;

namespace Hosts;

/// <summary>Marked methods in a library, which the hosts call.</summary>
public static partial class LibraryMethods
{
    /// <summary>Tells which process runs it, and what that sees.</summary>
    [RunInProcess]
    public static string Describe(int number) =>
        $"number={number} worker={Environment.ProcessId} input={(Console.ReadLine() is null ? "end" : "text")} marker={Environment.GetEnvironmentVariable("PROCGEN_WORKER_OF") ?? "none"} hooks={Environment.GetEnvironmentVariable("DOTNET_STARTUP_HOOKS") ?? "none"} server={GCSettings.IsServerGC}";

    /// <summary>Writes a line and returns at once.</summary>
    [RunInProcess]
    public static void Print(string line) => Console.WriteLine(line);

    /// <summary>Starts a program, tells both ids on standard output, and never returns.</summary>
    [RunInProcess]
    public static void Hang()
    {
        using Process child = Process.Start("sleep", "1000");
        Console.WriteLine($"hanging: {Environment.ProcessId} {child.Id}");
        Thread.Sleep(Timeout.Infinite);
    }
}
