using System.Diagnostics;

namespace ProcGen.SideBySide.Peers.Python;

/// <summary>Finds the newest Python 3 on the path, once.</summary>
internal static class PythonLocator
{
    private static readonly Lazy<string?> s_python = new(Search);

    /// <summary>The command, or null if there is none.</summary>
    public static string? Find() => s_python.Value;

    /// <summary>What stands at the head of the results.</summary>
    public static string Describe() => Find() is { } python ? $"Python {Run(python)} ({python})" : "no Python 3";

    private static string? Search() =>
        Enumerable.Range(8, 12).Reverse().Select(minor => $"python3.{minor}").Append("python3").FirstOrDefault(candidate => Run(candidate) is not null);

    // A version manager may have commands on the path that say only that their version is not chosen: what counts is that it runs.
    private static string? Run(string command)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(command, ["-c", "import sys; print(sys.version.split()[0])"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            string version = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? version : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
