using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ProcGen.Launching;

namespace ProcGen.Tests.Processes;

/// <summary>What a worker inherits, what it does not, and what it leaves behind.</summary>
public sealed partial class ChildProcessTests
{
    [Fact]
    public async Task A_worker_is_what_it_was_told_to_be()
    {
        string directory = Directory.CreateTempSubdirectory("procgen-launch-").FullName;
        try
        {
            Dictionary<string, string> told = await DescribeAsync(options => options with
            {
                WorkingDirectory = directory,
                Affinity = [0],
                Priority = ProcessPriorityClass.BelowNormal,
            });

            Assert.Equal(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), told["parent"]);
            Assert.Equal("1", told["depth"]);
            Assert.Equal("True", told["daemon"]);
            Assert.Equal(told["id"], told["group"]);
            Assert.Equal(directory, told["directory"]);
            Assert.Equal("0", told["allowed"]);
            Assert.Equal("1", told["processors"]);
            Assert.Equal("10", told["priorities"]); // of every thread
            Assert.Equal("False", told["server"]);
            Assert.Equal("500", told["score"]);
        }
        finally
        {
            Directory.Delete(directory);
        }
    }

    [Fact]
    public async Task The_affinity_of_the_starting_thread_is_its_own_again_after_a_start()
    {
        string before = ReadAllowed();
        await DescribeAsync(static options => options with { Affinity = [0] });
        Assert.Equal(before, ReadAllowed());

        static string ReadAllowed() => File.ReadLines("/proc/thread-self/status").First(static line => line.StartsWith("Cpus_allowed_list", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_memory_limit_binds_the_managed_heap_and_has_a_backstop_in_the_kernel()
    {
        const long Limit = 300L << 20;
        Dictionary<string, string> told = await DescribeAsync(static options => options with { MemoryLimitBytes = Limit }, bootstrapLimit: Limit);

        Assert.Equal(Limit.ToString(CultureInfo.InvariantCulture), told["limit"]);
        Assert.Equal(Limit.ToString(CultureInfo.InvariantCulture), told["heap"]);
        long maximum = long.Parse(told["data"].Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], CultureInfo.InvariantCulture);
        Assert.InRange(maximum, Limit, Limit + (2L << 30));
    }

    [Fact]
    public async Task A_worker_reads_the_end_of_file_from_standard_input()
    {
        (_, IReadOnlyList<string> output) = await ProbeProcess.RunAsync("read-line");
        Assert.Equal(["end of file"], output);
    }

    [Fact]
    public async Task What_makes_a_worker_is_in_no_environment_that_its_programs_inherit()
    {
        (_, IReadOnlyList<string> output) = await ProbeProcess.RunAsync("environment");

        Assert.Contains(output, static line => line.StartsWith("PATH=", StringComparison.Ordinal));
        Assert.Contains(output, static line => line == "managed: PATH");
        Assert.DoesNotContain(output, static line => line.Contains(SpawnMarker.VariableName, StringComparison.Ordinal));
        Assert.DoesNotContain(output, static line => line.Contains(LaunchRoute.HookName, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_worker_inherits_no_descriptor_but_its_standard_streams()
    {
        // As native code opens a file: not closed on exec.
        string path = Path.GetTempFileName();
        int leaked = Open(path, 0);
        Assert.True(leaked > 2);
        try
        {
            (_, IReadOnlyList<string> output) = await ProbeProcess.RunAsync("descriptors");

            Assert.Contains(output, static line => line.StartsWith("/proc/self/fd/0 ", StringComparison.Ordinal) && line.EndsWith("/dev/null", StringComparison.Ordinal));
            Assert.DoesNotContain(output, line => line.Contains(path, StringComparison.Ordinal));
            // A pipe or socket that both have is an inherited one; this process has closed its ends of the worker's own by now.
            HashSet<string> own = [.. Directory.GetFileSystemEntries("/proc/self/fd").Select(static path => new FileInfo(path).LinkTarget).OfType<string>()];
            string[] shared = [.. output.Select(static line => line.Split(' ')[1]).Where(target => target.Contains(":[", StringComparison.Ordinal) && !target.StartsWith("anon_inode", StringComparison.Ordinal) && own.Contains(target))];
            Assert.Empty(shared);
        }
        finally
        {
            _ = Close(leaked);
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_dead_worker_leaves_no_process_of_its_group()
    {
        await using ProbeProcess probe = ProbeProcess.Start("grandchild then-exit");
        int grandchild = int.Parse(probe.WaitForLine("grandchild"), CultureInfo.InvariantCulture);

        WorkerExit exit = await probe.Child.Exited.WaitAsync(ProbeProcess.Patience, TestContext.Current.CancellationToken);

        Assert.Equal(0, exit.ExitCode);
        OsProcess.WaitForEnd(grandchild, TimeSpan.FromSeconds(2), "The worker's child");
    }

    [Fact]
    public async Task Killing_a_worker_kills_what_it_started()
    {
        await using ProbeProcess probe = ProbeProcess.Start("grandchild");
        int grandchild = int.Parse(probe.WaitForLine("grandchild"), CultureInfo.InvariantCulture);
        Assert.True(OsProcess.IsRunning(grandchild));

        probe.Child.Kill();

        await probe.Child.Exited.WaitAsync(ProbeProcess.Patience, TestContext.Current.CancellationToken);
        OsProcess.WaitForEnd(grandchild, TimeSpan.FromSeconds(2), "The worker's child");
    }

    [Fact]
    public async Task A_killed_worker_leaves_none_of_the_sockets_that_dotnet_makes_for_debuggers()
    {
        await using ProbeProcess probe = ProbeProcess.Start("wait");
        probe.WaitForLine("waiting");
        Assert.NotEmpty(FindFiles());

        probe.Child.Kill();

        await probe.Child.Exited.WaitAsync(ProbeProcess.Patience, TestContext.Current.CancellationToken);
        Assert.Empty(FindFiles());

        string[] FindFiles() =>
            [.. Directory.GetFiles(Path.GetTempPath(), $"dotnet-diagnostic-{probe.Child.Id}-*"), .. Directory.GetFiles(Path.GetTempPath(), $"clr-debug-pipe-{probe.Child.Id}-*")];
    }

    [Fact]
    public async Task The_end_of_a_worker_does_not_wait_for_who_else_holds_its_output()
    {
        await using ProbeProcess probe = ProbeProcess.Start("leave-output-open");
        int holder = int.Parse(probe.WaitForLine("grandchild"), CultureInfo.InvariantCulture);
        try
        {
            await probe.Child.Exited.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
            Assert.True(OsProcess.IsRunning(holder), "It held the output to the end, or this test shows nothing.");
        }
        finally
        {
            _ = OsProcess.Kill(holder, OsProcess.SigKill);
        }
    }

    [Fact]
    public async Task Output_comes_whole_and_in_order()
    {
        (_, IReadOnlyList<string> output) = await ProbeProcess.RunAsync("lines 5000");
        Assert.Equal(Enumerable.Range(0, 5000).Select(static i => $"line {i}"), output);
    }

    [Fact]
    public async Task A_slow_receiver_does_not_stop_a_worker()
    {
        using ManualResetEventSlim release = new();
        WorkerOutput stuck = WorkerOutput.ToCallback(_ => release.Wait());
        await using ProbeProcess probe = ProbeProcess.Start("lines 100000", options => options with { Output = stuck });
        try
        {
            await probe.Child.Exited.WaitAsync(ProbeProcess.Patience, TestContext.Current.CancellationToken);
        }
        finally
        {
            release.Set();
        }
    }

    [Fact]
    public async Task A_hundred_processes_leave_no_descriptor_and_no_zombie()
    {
        await ProbeProcess.RunAsync("exit 0");
        int before = Directory.GetFileSystemEntries("/proc/self/fd").Length;

        for (int round = 0; round < 10; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(static async i =>
            {
                // The one half ends by itself, the other half is killed.
                await using ProbeProcess probe = ProbeProcess.Start(i % 2 == 0 ? "exit 0" : "wait");
                if (i % 2 == 0)
                {
                    await probe.Child.Exited;
                }
            }));
        }

        Assert.InRange(Directory.GetFileSystemEntries("/proc/self/fd").Length, 0, before + 8);
        Assert.DoesNotContain(Directory.GetDirectories("/proc", "?*").Where(static path => char.IsAsciiDigit(Path.GetFileName(path)[0])), IsZombieOfOurs);

        static bool IsZombieOfOurs(string directory)
        {
            try
            {
                string stat = File.ReadAllText(Path.Combine(directory, "stat"));
                string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                return fields[0] == "Z" && fields[1] == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    [Fact]
    public void A_working_directory_that_does_not_exist_is_named()
    {
        WorkerStartException error = Assert.Throws<WorkerStartException>(static () => ProbeProcess.Start("exit 0", static options => options with { WorkingDirectory = "/nowhere" }));
        Assert.Contains("'/nowhere'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_processor_that_does_not_exist_is_named()
    {
        WorkerStartException error = Assert.Throws<WorkerStartException>(static () => ProbeProcess.Start("exit 0", static options => options with { Affinity = [1000] }));
        Assert.Contains("1000", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workers_nest_three_deep_and_then_say_why_not()
    {
        (_, IReadOnlyList<string> output) = await ProbeProcess.RunAsync("nested");

        string deepest = Assert.Single(output, static line => line.Contains("depth 3 ", StringComparison.Ordinal));
        Assert.Contains("workers nest at most 3 deep", deepest, StringComparison.Ordinal);
        Assert.Contains(output, static line => line.Contains("depth 2 ", StringComparison.Ordinal) && line.Contains("exit code 3", StringComparison.Ordinal));
        Assert.Contains(output, static line => line.StartsWith("depth 1 with a budget of 8", StringComparison.Ordinal) && line.EndsWith("exit code 0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_process_that_holds_too_much_is_noticed_once()
    {
        await using ProbeProcess probe = ProbeProcess.Start("allocate 300");
        TaskCompletionSource<long> exceeded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using (MemoryMonitor.Shared.Start(probe.Child, 200L << 20, exceeded.SetResult))
        {
            long used = await exceeded.Task.WaitAsync(ProbeProcess.Patience, TestContext.Current.CancellationToken);
            Assert.InRange(used, 200L << 20, 800L << 20);
        }
    }

    private static async Task<Dictionary<string, string>> DescribeAsync(Func<WorkerLaunchOptions, WorkerLaunchOptions> configure, long? bootstrapLimit = null)
    {
        (WorkerExit exit, IReadOnlyList<string> output) = await ProbeProcess.RunAsync("describe", configure, bootstrapLimit);
        Assert.Equal(0, exit.ExitCode);
        return output.Select(static line => line.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair[1]);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
