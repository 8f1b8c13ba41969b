using System.Diagnostics;

namespace ProcGen.Tests.Workloads;

/// <summary>Calls that use the console.</summary>
public static partial class Printing
{
    [RunInProcess]
    public static void WriteBoth(string output, string error)
    {
        Console.Write(output);
        Console.Error.WriteLine(error);
    }

    [RunInProcess]
    public static void WriteMany(int lines)
    {
        for (var i = 0; i < lines; i++)
        {
            Console.WriteLine($"line {i}");
        }
    }

    [RunInProcess]
    public static void LeaveAChildBehind()
    {
        Process.Start("/bin/sleep", "1000").Dispose();
        Console.WriteLine("left");
    }

    [RunInProcess]
    public static void ReadLine() => Console.WriteLine(Console.ReadLine() is { } line ? $"read '{line}'" : "read nothing");
}
