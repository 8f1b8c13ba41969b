using System.Globalization;

namespace ProcGen.Transport;

/// <summary>
/// How much memory may still be taken. The pages of a shared segment are taken when they are touched, and a process that touches one too many is killed
/// instead of getting an exception: so the question is asked before.
/// </summary>
internal static class FreeMemory
{
    /// <summary>What is left for everybody else.</summary>
    private const long Reserve = 32L * 1024 * 1024;

    private const string ControlGroups = "/sys/fs/cgroup";

    /// <exception cref="IOException">There is too little left.</exception>
    public static void Demand(long bytes)
    {
        long free = Get();
        if (free < bytes + Reserve)
        {
            throw new IOException($"Shared memory of {bytes >> 10} KiB was not made: only {free >> 10} KiB of memory are free, of which {Reserve >> 10} KiB stay in reserve.");
        }
    }

    /// <summary>The machine's free memory, or that of a control group around this process where it is less; in bytes.</summary>
    public static long Get()
    {
        long free = OfMachine(TryRead("/proc/meminfo"));
        foreach (string group in ControlGroupsOf(TryRead("/proc/self/cgroup")))
        {
            free = Math.Min(free, OfGroup(
                TryRead(ControlGroups + group + "/memory.max"), TryRead(ControlGroups + group + "/memory.current"), TryRead(ControlGroups + group + "/memory.stat")));
        }

        return free;
    }

    /// <summary>What /proc/meminfo calls available: free, or easily made so.</summary>
    internal static long OfMachine(string? information) =>
        TryFind(information, "MemAvailable:", out long kilobytes) ? kilobytes * 1024 : long.MaxValue;

    /// <summary>What a control group has left: its limit (a number, or "max") less what it uses, and files that are only cached do not count as used.</summary>
    internal static long OfGroup(string? limit, string? used, string? statistics)
    {
        if (!TryParse(limit, out long most) || !TryParse(used, out long current))
        {
            return long.MaxValue;
        }

        return Math.Max(0, most - current + (TryFind(statistics, "inactive_file ", out long cached) ? cached : 0));
    }

    /// <summary>The control groups (version 2) of a process, from its own to the outermost, which is "" in a container.</summary>
    internal static IEnumerable<string> ControlGroupsOf(string? membership)
    {
        string? own = membership?.Split('\n').FirstOrDefault(static line => line.StartsWith("0::/", StringComparison.Ordinal));
        if (own is null)
        {
            yield break;
        }

        string path = own["0::".Length..].TrimEnd('/', '\r');
        while (true)
        {
            yield return path;
            if (path.Length == 0)
            {
                yield break;
            }

            path = path[..path.LastIndexOf('/')];
        }
    }

    private static bool TryFind(string? text, string name, out long value)
    {
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(name))
            {
                ReadOnlySpan<char> number = line[name.Length..].Trim();
                int end = number.IndexOf(' ');
                return TryParse(end < 0 ? number : number[..end], out value);
            }
        }

        value = 0;
        return false;
    }

    private static bool TryParse(ReadOnlySpan<char> text, out long value) => long.TryParse(text.Trim(), CultureInfo.InvariantCulture, out value);

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No such control group, or no right to look: whatever else limits this process counts.
            return null;
        }
    }
}
