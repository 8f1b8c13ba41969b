using System.Diagnostics;
using System.Globalization;
using ProcGen.Launching;
using ProcGen.Launching.Native;
using ProcGen.Tests.Processes;

namespace ProcGen.Tests.Routes;

/// <summary>
/// Applications without startup hooks whose Main does not hand over to workers: a child of them runs Main, which starts a child, and so on without end, were it
/// not for the spawn guard. The mistake is really made here; the limit of processes is for the day on which the guard fails.
/// </summary>
public sealed class SpawnGuardTests
{
    private const string MissingLine = "if (ProcGenWorker.TryRun(args, out int code)) return code;";

    public static MatrixTheoryData<string, HostUser> WithoutLine { get; } = new(["trimmed-without-worker-line", "native-aot-without-worker-line"], HostUsers.All);

    public static MatrixTheoryData<string, HostUser> WithLine { get; } = new(["startup-hooks-off", "native-aot"], HostUsers.All);

    [Theory]
    [MemberData(nameof(WithoutLine))]
    public async Task An_application_without_the_line_is_told_so_before_anything_is_started(string variant, HostUser user)
    {
        HostFiles host = await HostBuild.PublishAsync("ConsoleHost", variant);
        HostResult result = await HostProcess.RunAsync(user, folder => [Path.Combine(folder.Copy(host.Folder), host.Name)]);
        AssertNamesTheLine(result);
        Assert.Equal(1, result.EntryPoints);
    }

    [Theory]
    [MemberData(nameof(WithLine))]
    public async Task A_line_that_workers_do_not_reach_ends_in_an_error_after_one_child(string variant, HostUser user)
    {
        HostFiles host = await HostBuild.PublishAsync("ConsoleHost", variant);
        HostResult result = await HostProcess.RunAsync(user, folder => [Path.Combine(folder.Copy(host.Folder), host.Name), "--worker-line-with-argument-only"]);
        AssertNamesTheLine(result);
        Assert.Equal(2, result.EntryPoints);
    }

    [Fact]
    public async Task A_child_that_runs_Main_and_never_starts_a_worker_is_ended_by_the_deadline()
    {
        HostFiles host = await HostBuild.PublishAsync("ConsoleHost", "startup-hooks-off");
        HostResult result = await HostProcess.RunAsync(HostUser.Current, folder => [Path.Combine(folder.Copy(host.Folder), host.Name), "--sleep-in-workers"]);
        AssertNamesTheLine(result);
        Assert.Equal(2, result.EntryPoints);
    }

    [Theory]
    [InlineData("framework-dependent", 0)]
    [InlineData("startup-hooks-off", 1)]
    public async Task A_child_whose_parent_died_unnoticed_never_runs_the_application(string variant, int entryPoints)
    {
        // A parent that was killed is a zombie until its own parent reaps it: it still has its number and its start time, but its child is another's already.
        using Process keeper = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "sleep 1 & echo $!; exec sleep 100"]) { RedirectStandardOutput = true })!;
        try
        {
            int zombie = int.Parse(keeper.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
            OsProcess.WaitForEnd(zombie, TimeSpan.FromSeconds(30), "What is to be a zombie");
            SpawnMarker marker = new(zombie, UnixPlatform.Current.GetStartTime(zombie, alsoDead: true), 1);
            Assert.NotEqual(0UL, marker.ParentStartTime);

            // By the hook Main is never reached; by the line in Main nothing after that line is.
            HostFiles host = await HostBuild.PublishAsync("ConsoleHost", variant);
            HostResult result = await HostProcess.RunAsync(HostUser.Current, folder =>
                ["/usr/bin/env", $"{SpawnMarker.VariableName}={marker}", $"DOTNET_STARTUP_HOOKS={LaunchRoute.HookName}", Path.Combine(folder.Copy(host.Folder), host.Name)]);

            Assert.Equal(WorkerExitCode.ParentGone, result.ExitCode);
            Assert.Equal(entryPoints, result.EntryPoints);
            Assert.Empty(result.Report);
        }
        finally
        {
            keeper.Kill();
            await keeper.WaitForExitAsync();
        }
    }

    private static void AssertNamesTheLine(HostResult result)
    {
        Assert.True(result.ExitCode == 3, result.ToString());
        string error = result.Report.Single(static line => line.StartsWith("error=", StringComparison.Ordinal));
        Assert.StartsWith("error=WorkerStartException: ", error, StringComparison.Ordinal);
        Assert.Contains(MissingLine, error, StringComparison.Ordinal);
    }
}
