using System.Globalization;

namespace ProcGen.Benchmarks.Generator;

/// <summary>What the processes that this one has started, and those that they have started, have taken of the processors. Linux counts that for whoever waits for them.</summary>
internal static class ChildProcesses
{
    // In the unit that the kernel shows to programs, whatever it counts in itself.
    private const double TicksPerSecond = 100;

    /// <summary>Whether there is a count.</summary>
    public static bool CanBeMeasured => OperatingSystem.IsLinux();

    /// <summary>User and kernel time of all that have ended; zero where nobody counts.</summary>
    public static TimeSpan CpuTime
    {
        get
        {
            if (!CanBeMeasured)
            {
                return TimeSpan.Zero;
            }

            // The name in parentheses may hold anything; after it cutime and cstime are the 14th and 15th.
            string stat = File.ReadAllText("/proc/self/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return TimeSpan.FromSeconds((long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)) / TicksPerSecond);
        }
    }
}
