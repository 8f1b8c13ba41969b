namespace ProcGen.Tests.Transport;

/// <summary>Looks for shared segments in this process.</summary>
internal static class SharedSegments
{
    /// <summary>How many are mapped.</summary>
    public static int Mapped() => File.ReadLines("/proc/self/maps").Count(line => line.Contains("memfd:procgen"));

    /// <summary>How many descriptors of such segments are open.</summary>
    public static int Descriptors() => Directory.EnumerateFiles("/proc/self/fd").Count(file => Target(file).Contains("memfd:procgen"));

    private static string Target(string file)
    {
        try
        {
            return File.ResolveLinkTarget(file, returnFinalTarget: false)?.FullName ?? "";
        }
        catch (IOException)
        {
            // Closed since it was listed.
            return "";
        }
    }
}
