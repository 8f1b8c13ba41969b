namespace ProcGen.Tests.Routes;

/// <summary>Marked methods in a class library that an application loads at run time.</summary>
public sealed class PluginRouteTests
{
    private static readonly (string, string) s_call = ("plugin", "IN A PLUGIN");

    public static MatrixTheoryData<string, HostUser> Ways { get; } = new(["load-from", "load-context"], HostUsers.All);

    public static TheoryData<HostUser> Users { get; } = [.. HostUsers.All];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_plugin_in_an_application_that_knows_nothing_of_ProcGen_runs_its_methods_in_the_worker_host(string way, HostUser user)
    {
        HostFiles host = await HostBuild.PublishAsync("PluginHost");
        HostResult result = await HostProcess.RunAsync(user, folder => [Path.Combine(folder.Copy(host.Folder), host.Name), way, CopyPlugin(folder)]);
        result.AssertRan(HostRoutes.WorkerHost, "ProcGen.WorkerHost", s_call);
        Assert.Equal(1, result.EntryPoints);
    }

    [Theory]
    [MemberData(nameof(Users))]
    public async Task A_plugin_in_an_application_with_ProcGen_of_its_own_runs_its_methods_in_workers_of_the_application(HostUser user)
    {
        HostFiles host = await HostBuild.PublishAsync("ConsoleHost");
        HostResult result = await HostProcess.RunAsync(user, folder => [Path.Combine(folder.Copy(host.Folder), host.Name), "--plugin", CopyPlugin(folder)]);
        result.AssertRan(HostRoutes.Hook, "ConsoleHost", s_call);
        Assert.Equal(1, result.EntryPoints);
    }

    private static string CopyPlugin(HostFolder folder) => Path.Combine(folder.Copy(HostBuild.LibraryFolder("PluginLibrary")), "PluginLibrary.dll");
}
