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

    private static void AssertNamesTheLine(HostResult result)
    {
        Assert.True(result.ExitCode == 3, result.ToString());
        string error = result.Report.Single(static line => line.StartsWith("error=", StringComparison.Ordinal));
        Assert.StartsWith("error=WorkerStartException: ", error, StringComparison.Ordinal);
        Assert.Contains(MissingLine, error, StringComparison.Ordinal);
    }
}
