using System.Globalization;
using ProcGen.Tests.Processes;

namespace ProcGen.Tests.Routes;

/// <summary>The parent is killed: its workers and what they started are gone in under two seconds, and leave nothing.</summary>
public sealed class ParentDeathTests
{
    // Workers that run a call, and workers that have nothing to do but have started something before.
    public static MatrixTheoryData<string, string, HostUser> Hosts { get; } = new(["framework-dependent", "native-aot"], ["--hang", "--idle"], HostUsers.All);

    [Theory]
    [MemberData(nameof(Hosts))]
    public async Task Workers_and_their_children_end_with_a_killed_parent(string variant, string work, HostUser user)
    {
        HostFiles files = await HostBuild.PublishAsync("ConsoleHost", variant);
        using HostProcess host = HostProcess.Start(user, folder => [Path.Combine(folder.Copy(files.Folder), files.Name), work]);
        int[] ids = [.. (await host.WaitForLineAsync("hanging=")).Split(' ').Select(static id => int.Parse(id, CultureInfo.InvariantCulture))];
        Assert.All(ids, static id => Assert.True(OsProcess.IsRunning(id)));

        host.Kill();

        await host.WaitForEndAsync();
        Assert.All(ids, static id => OsProcess.WaitForEnd(id, TimeSpan.FromSeconds(2), "A worker or its child"));
    }
}
