using System.Globalization;

namespace ProcGen.Tests;

/// <summary>A control group with a limit on processor time, as a container has one. Needs the right to make it.</summary>
internal sealed class ProcessorGroup : IDisposable
{
    private const int Period = 100_000;

    private ProcessorGroup(string path) => Path = path;

    public string Path { get; }

    /// <returns>Null where groups cannot be made.</returns>
    public static ProcessorGroup? TryCreate(int processors)
    {
        var limit = (processors * Period).ToString(CultureInfo.InvariantCulture);
        return TryCreate("/sys/fs/cgroup", "cpu.max", $"{limit} {Period}") ?? TryCreate("/sys/fs/cgroup/cpu", "cpu.cfs_quota_us", limit);
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path);
        }
        catch (IOException)
        {
            // A process of it is still on its way out; an empty group does no harm.
        }
    }

    private static ProcessorGroup? TryCreate(string root, string file, string value)
    {
        var path = System.IO.Path.Combine(root, $"procgen-tests-{TestRun.Id}");
        try
        {
            Directory.CreateDirectory(path);
            if (!File.Exists(System.IO.Path.Combine(path, file)))
            {
                Directory.Delete(path);
                return null;
            }

            File.WriteAllText(System.IO.Path.Combine(path, file), value);
            return new(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
