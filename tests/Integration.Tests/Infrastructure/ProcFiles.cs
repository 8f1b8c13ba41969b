using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ProcGen.Tests;

/// <summary>What Linux says about processes, read from /proc.</summary>
internal static class ProcFiles
{
    /// <summary>All processes that descend from this run, this one excepted, with their command lines. Zombies of this process are among them.</summary>
    public static IReadOnlyList<(int Id, string Description)> FindDescendants()
    {
        var found = new List<(int, string)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) || id == Environment.ProcessId)
            {
                continue;
            }

            if (ReadStat(id) is not { } stat)
            {
                continue;
            }

            // A zombie has no environment any more; its parent tells whether it is ours.
            if (stat.State == 'Z' ? stat.ParentId == Environment.ProcessId : IsOurs(id))
            {
                found.Add((id, $"{id} ({stat.State}, parent {stat.ParentId}): {Read($"{folder}/cmdline").Replace('\0', ' ')}"));
            }
        }

        return found;
    }

    /// <summary>Kills a process, if it is one that this run started.</summary>
    /// <returns>False if it is gone already.</returns>
    public static bool TryKillDescendant(int id)
    {
        try
        {
            // Opened before it is looked at: then it is this one that is killed, whoever gets its number.
            using var process = Process.GetProcessById(id);
            _ = process.SafeHandle;
            if (!IsOurs(id))
            {
                return false;
            }

            process.Kill();
            return true;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Whether a process runs: it exists and is no zombie.</summary>
    public static bool IsRunning(int id) => ReadStat(id) is { State: not 'Z' and not 'X' };

    /// <summary>The descriptors of this process that come from starting and talking to workers, by kind.</summary>
    public static IReadOnlyList<string> ListDescriptors(int id)
    {
        var found = new List<string>();
        foreach (var link in Directory.EnumerateFileSystemEntries($"/proc/{id}/fd"))
        {
            try
            {
                if (new FileInfo(link).LinkTarget is { } target)
                {
                    found.Add($"{Path.GetFileName(link)} -> {target}");
                }
            }
            catch (IOException)
            {
                // Closed since the listing.
            }
        }

        return found;
    }

    private static bool IsOurs(int id) => Read($"/proc/{id}/environ").Split('\0').Contains($"{TestRun.Variable}={TestRun.Id}");

    private static (char State, int ParentId)? ReadStat(int id)
    {
        // "id (name) S parent …"; the name may hold spaces and brackets.
        var text = Read($"/proc/{id}/stat");
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length < 2 ? null : (fields[0][0], int.Parse(fields[1], CultureInfo.InvariantCulture));
    }

    private static string Read(string path)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The process has ended meanwhile.
            return "";
        }
    }
}
