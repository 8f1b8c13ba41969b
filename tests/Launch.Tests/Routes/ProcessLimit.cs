using System.Globalization;
using ProcGen.Tests.Processes;

namespace ProcGen.Tests.Routes;

/// <summary>
/// A hard limit on the number of processes of whatever a test starts, which also knows what is left of it: a control group where one can be made, else (never for root,
/// whom it does not bind) the limit of the user.
/// </summary>
internal sealed class ProcessLimit : IDisposable
{
    private const int Maximum = 250; // threads count, and a .NET process has a dozen

    private static int s_count;

    private readonly string? _group;
    private readonly int? _user;

    private ProcessLimit(string? group, int? user)
    {
        _group = group;
        _user = user;
    }

    /// <param name="asOtherUser">Whether to run as an ordinary user that nothing else runs as; only root can.</param>
    /// <remarks>Skips the test where it cannot be limited, or the other user cannot be had.</remarks>
    public static ProcessLimit Create(bool asOtherUser)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limits of this test are those of Linux.");
        Assert.SkipWhen(asOtherUser && Environment.UserName != "root", "Only root can start a process as another user.");
        string? group = CreateGroup();
        Assert.SkipWhen(group is null && Environment.UserName == "root" && !asOtherUser, "No control group can be made here, and no other limit of processes binds root.");
        return new(group, asOtherUser ? 60_000 + (Environment.ProcessId % 5_000) : null);
    }

    /// <summary>The command that runs a program under the limit, in the same process.</summary>
    public string[] Wrap(string file, IEnumerable<string> arguments)
    {
        List<string> command = [];
        if (_group is not null)
        {
            command.AddRange(["/bin/sh", "-c", "echo $$ > \"$0/cgroup.procs\" && exec \"$@\"", _group]);
        }

        if (_user is { } user)
        {
            string id = user.ToString(CultureInfo.InvariantCulture);
            command.AddRange(["setpriv", $"--reuid={id}", $"--regid={id}", "--clear-groups"]);
        }

        if (Environment.UserName != "root" || _user is not null)
        {
            int running = _user is null ? CountThreads() : 0;
            command.AddRange(["prlimit", $"--nproc={(running + Maximum).ToString(CultureInfo.InvariantCulture)}"]);
        }

        return [.. command, file, .. arguments];
    }

    /// <summary>Everything that still runs under the limit; null where it cannot be known.</summary>
    public IReadOnlyList<int>? FindRemaining() =>
        _group is not null ? [.. File.ReadAllLines(Path.Combine(_group, "cgroup.procs")).Select(static line => int.Parse(line, CultureInfo.InvariantCulture)).Where(OsProcess.IsRunning)]
        : _user is { } user ? FindOf(user)
        : null;

    public void Dispose()
    {
        foreach (int left in FindRemaining() ?? [])
        {
            _ = OsProcess.Kill(left, OsProcess.SigKill);
        }

        if (_group is not null)
        {
            OsProcess.WaitUntil(() => File.ReadAllText(Path.Combine(_group, "cgroup.procs")).Length == 0, TimeSpan.FromSeconds(10), () => $"{_group} does not become empty.");
            Directory.Delete(_group);
        }
    }

    private static string? CreateGroup()
    {
        // Version 1 has a tree per controller, version 2 one for all, in which the controller must be on.
        foreach (string root in (ReadOnlySpan<string>)["/sys/fs/cgroup/pids", "/sys/fs/cgroup"])
        {
            string path = Path.Combine(root, string.Create(CultureInfo.InvariantCulture, $"procgen-launch-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}"));
            try
            {
                if (!File.Exists(Path.Combine(root, "cgroup.procs")))
                {
                    continue;
                }

                Directory.CreateDirectory(path);
                File.WriteAllText(Path.Combine(path, "pids.max"), Maximum.ToString(CultureInfo.InvariantCulture));
                return path;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (Directory.Exists(path))
                {
                    Directory.Delete(path);
                }
            }
        }

        return null;
    }

    private static int CountThreads()
    {
        string own = ReadUser("/proc/self") ?? "";
        return Directory.GetDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0]) && ReadUser(path) == own).Sum(CountTasks);

        static int CountTasks(string path)
        {
            try
            {
                return Directory.GetDirectories(Path.Combine(path, "task")).Length;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return 0;
            }
        }
    }

    private static int[] FindOf(int user) =>
        [.. Directory.GetDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0]) && ReadUser(path) == user.ToString(CultureInfo.InvariantCulture))
            .Select(static path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture)).Where(OsProcess.IsRunning)];

    private static string? ReadUser(string process)
    {
        try
        {
            return File.ReadLines(Path.Combine(process, "status")).FirstOrDefault(static line => line.StartsWith("Uid:", StringComparison.Ordinal))?.Split('\t')[1];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
