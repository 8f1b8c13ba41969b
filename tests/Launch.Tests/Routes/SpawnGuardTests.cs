using System.Runtime.InteropServices;

namespace ProcGen.Tests.Routes;

/// <summary>An application without startup hooks whose Main does not hand over: it must end with an error that names the line, and never start a chain of itself.</summary>
public sealed class SpawnGuardTests
{
    private const string MissingLine = "if (ProcGenWorker.TryRun(args, out int code)) return code;";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_trimmed_application_without_the_line_is_told_so_before_anything_is_started(bool asOtherUser)
    {
        string folder = HostBuild.Publish("ConsoleApp", "trimmed", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "-p:PublishTrimmed=true");
        AssertNamesTheLine(HostRun.RunToEnd(asOtherUser, Path.Combine(folder, "ConsoleApp"), []), mains: 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_line_that_a_worker_does_not_reach_ends_after_one_child(bool asOtherUser)
    {
        // The line runs in the application, which has an argument, and not in its workers, which have none: they run Main.
        string folder = HostBuild.Build("ConsoleApp", "conditional-line", "-p:StartupHookSupport=false", "-p:WorkerLine=conditional");
        HostReport report = HostRun.RunToEnd(asOtherUser, Path.Combine(folder, "ConsoleApp"), ["argument"]);
        AssertNamesTheLine(report, mains: 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void With_the_line_an_application_without_hooks_starts_workers(bool asOtherUser)
    {
        string folder = HostBuild.Build("ConsoleApp", "line", "-p:StartupHookSupport=false", "-p:WorkerLine=true");
        HostRun.RunToEnd(asOtherUser, Path.Combine(folder, "ConsoleApp"), []).AssertWorkerRan("the application again, taken over by the line in its Main");
    }

    private static void AssertNamesTheLine(HostReport report, int mains)
    {
        Assert.True(report.ExitCode == 3, report.Output);
        Assert.StartsWith("WorkerStartException: ", report["error"], StringComparison.Ordinal);
        Assert.Contains(MissingLine, report["error"], StringComparison.Ordinal);
        Assert.Equal(mains, report.Output.Split('\n').Count(static line => line.Contains("main: ", StringComparison.Ordinal)));
    }
}
