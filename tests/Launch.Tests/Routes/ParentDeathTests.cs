using System.Globalization;
using ProcGen.Tests.Processes;

namespace ProcGen.Tests.Routes;

/// <summary>The parent is killed: its workers and what they started are gone in under two seconds, and leave nothing.</summary>
public sealed class ParentDeathTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Workers_and_their_children_end_with_a_killed_parent(bool asOtherUser) => AssertEnds(asOtherUser, HostBuild.Build("ConsoleApp", "app"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Native_workers_and_their_children_end_with_a_killed_parent(bool asOtherUser) => AssertEnds(asOtherUser, NativeApp.Folder);

    private static void AssertEnds(bool asOtherUser, string folder)
    {
        using HostRun run = HostRun.Start(asOtherUser, Path.Combine(folder, "ConsoleApp"), ["hang"]);
        int[] ids = [.. run.WaitForLine("hanging: ").Split("hanging: ")[1].Split(' ').Select(static id => int.Parse(id, CultureInfo.InvariantCulture))];
        Assert.All(ids, static id => Assert.True(OsProcess.IsRunning(id)));

        _ = OsProcess.Kill(run.Id, OsProcess.SigKill);

        Assert.All(ids, static id => OsProcess.WaitForEnd(id, TimeSpan.FromSeconds(2), "A worker or its child"));
        run.AssertNothingIsLeft();
    }
}
