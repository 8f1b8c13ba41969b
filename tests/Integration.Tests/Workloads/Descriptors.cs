using System.Diagnostics;

namespace ProcGen.Tests.Workloads;

/// <summary>What a worker holds and hands on.</summary>
public static partial class Descriptors
{
    [RunInProcess]
    public static string[] List() => [.. ProcFiles.ListDescriptors(Environment.ProcessId)];

    [RunInProcess]
    public static string[] ReadEnvironmentOfAChild()
    {
        using var child = Process.Start(new ProcessStartInfo("/usr/bin/env", ["-0"]) { RedirectStandardOutput = true })!;
        var variables = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return variables.Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    [RunInProcess]
    public static string? ReadVariable(string name) => Environment.GetEnvironmentVariable(name);

    [RunInProcess]
    public static string GetDirectory() => Environment.CurrentDirectory;

    [RunInProcess]
    public static (int Nice, string Affinity) ReadScheduling()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var affinity = File.ReadLines("/proc/self/status").First(line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal));
        return (int.Parse(fields[16]), affinity.Split(':')[1].Trim());
    }
}
