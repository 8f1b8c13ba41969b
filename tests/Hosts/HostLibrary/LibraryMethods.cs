using System.Diagnostics;

namespace ProcGen.Hosts;

/// <summary>Marked methods in a library, which the hosts call.</summary>
public static partial class LibraryMethods
{
    [RunInProcess]
    public static Answer Describe(string text) => Answer.To(text);

    /// <summary>Writes a line and returns at once.</summary>
    [RunInProcess]
    public static void Print(string line) => Console.WriteLine(line);

    /// <summary>Starts a program and returns the worker's id and that program's.</summary>
    [RunInProcess]
    public static string StartProgram()
    {
        using Process child = Process.Start("sleep", "1000");
        return $"{Environment.ProcessId} {child.Id}";
    }

    /// <summary>Starts a program, tells both ids on standard output, and never returns.</summary>
    [RunInProcess]
    public static void Hang()
    {
        using Process child = Process.Start("sleep", "1000");
        Console.WriteLine($"hanging={Environment.ProcessId} {child.Id}");
        Thread.Sleep(Timeout.Infinite);
    }
}
