using System.Globalization;
using ProcGen.Tests.Processes;

namespace ProcGen.Tests.Routes;

/// <summary>
/// A limit on processes and threads together that a host and everything it starts cannot leave, so that an application that starts itself without end cannot take the
/// machine down: a control group for root (whom a resource limit does not bind), a resource limit for others. The group also finds whatever was left behind.
/// </summary>
internal sealed class ProcessLimit : IDisposable
{
    /// <summary>A host with two workers has about 60 threads, the SDK's commands about as many.</summary>
    private const int Tasks = 400;

    private static int s_count;
    private readonly string? _group;
    private readonly HostUser _user;

    private ProcessLimit(string? group, HostUser user, string[] prefix)
    {
        _group = group;
        _user = user;
        CommandPrefix = prefix;
    }

    /// <summary>The words before a command that put it under the limit.</summary>
    public string[] CommandPrefix { get; }

    /// <summary>Makes a limit, or skips the test where none can be had.</summary>
    public static ProcessLimit Create(HostUser user)
    {
        string[] resource = [];
        if (user.Id != 0)
        {
            // It counts all that the user runs anywhere.
            Assert.SkipUnless(HostTools.Find("prlimit") is not null, "prlimit (util-linux) is not installed.");
            resource = ["prlimit", string.Create(CultureInfo.InvariantCulture, $"--nproc={CountTasksOf(user.Id) + Tasks}"), "--"];
        }

        string? group = HostUsers.TestsRunAsRoot ? TryCreateGroup() : null;
        Assert.SkipWhen(group is null && user.Id == 0, "Root can be limited by a control group only, and /sys/fs/cgroup is not writable here.");
        string[] join = group is null ? [] : ["/bin/sh", "-c", "echo $$ > \"$0\" && exec \"$@\"", Path.Combine(group, "cgroup.procs")];
        return new(group, user, [.. join, .. user.CommandPrefix, .. resource]);
    }

    /// <summary>The processes that run under the limit now; none where that cannot be asked (no group, and a user who runs other things, too).</summary>
    public int[] FindProcesses() =>
        _group is not null ? [.. File.ReadAllLines(Path.Combine(_group, "cgroup.procs")).Select(static line => int.Parse(line, CultureInfo.InvariantCulture)).Where(OsProcess.IsRunning)]
        : _user == HostUser.Unprivileged ? [.. FindTasksOf(_user.Id).Select(static process => process.Id).Where(OsProcess.IsRunning)]
        : [];

    /// <summary>Ends everything that is left under the limit.</summary>
    public void Dispose()
    {
        OsProcess.WaitUntil(
            () =>
            {
                int[] left = FindProcesses();
                foreach (int process in left)
                {
                    _ = OsProcess.Kill(process, OsProcess.SigKill);
                }

                return left.Length == 0;
            },
            TimeSpan.FromSeconds(10),
            () => $"{FindProcesses().Length} processes of a host survive SIGKILL.");
        if (_group is not null)
        {
            // Zombies keep it, until whoever inherited them waits for them.
            OsProcess.WaitUntil(() => File.ReadAllText(Path.Combine(_group, "cgroup.procs")).Length == 0, TimeSpan.FromSeconds(10), () => $"{_group} does not become empty.");
            Directory.Delete(_group);
        }
    }

    private static string? TryCreateGroup()
    {
        // Version 1 has a hierarchy for each controller, version 2 has one for all and enables controllers for the children.
        string root = Directory.Exists("/sys/fs/cgroup/pids") ? "/sys/fs/cgroup/pids" : "/sys/fs/cgroup";
        string group = Path.Combine(root, $"procgen-tests-{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}");
        try
        {
            Directory.CreateDirectory(group);
            string limit = Path.Combine(group, "pids.max");
            if (File.Exists(limit))
            {
                File.WriteAllText(limit, Tasks.ToString(CultureInfo.InvariantCulture));
                return group;
            }

            Directory.Delete(group);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Mounted read-only, as in most containers: the caller does without, or skips.
        }

        return null;
    }

    private static int CountTasksOf(uint user) => FindTasksOf(user).Sum(static process => process.Threads);

    private static List<(int Id, int Threads)> FindTasksOf(uint user)
    {
        List<(int, int)> found = [];
        foreach (string process in Directory.EnumerateDirectories("/proc").Where(static path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                string[] status = File.ReadAllLines(Path.Combine(process, "status"));
                if (Value("Uid:") == user)
                {
                    found.Add((int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture), (int)Value("Threads:")));
                }

                uint Value(string name) => uint.Parse(status.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split('\t')[1], CultureInfo.InvariantCulture);
            }
            catch (Exception e) when (e is IOException or InvalidOperationException or UnauthorizedAccessException)
            {
                // It ended meanwhile.
            }
        }

        return found;
    }
}
