namespace ProcGen.Tests.Routes;

/// <summary>Marked methods called by tests, on both test platforms.</summary>
public sealed class TestPlatformRouteTests
{
    private static readonly (string, string)[] s_calls = [("test", "IN A TEST"), ("library", "IN A LIBRARY")];

    public static TheoryData<HostUser> Users { get; } = [.. HostUsers.All];

    [Theory]
    [MemberData(nameof(Users))]
    public async Task A_test_executable_of_the_Microsoft_Testing_Platform_runs_marked_methods_in_workers(HostUser user)
    {
        HostFiles host = await HostBuild.PublishAsync("XunitMtpHost");
        HostResult result = await HostProcess.RunAsync(user, folder => [Path.Combine(folder.Copy(host.Folder), host.Name)]);
        result.AssertRan(HostRoutes.Hook, "XunitMtpHost", s_calls);
    }

    [Theory]
    [MemberData(nameof(Users))]
    public async Task Dotnet_test_on_the_Microsoft_Testing_Platform_runs_marked_methods_in_workers(HostUser user)
    {
        HostFiles host = await HostBuild.PublishAsync("XunitMtpHost");
        HostResult result = await HostProcess.RunAsync(user, folder =>
        {
            File.WriteAllText(Path.Combine(folder.WorkingFolder, "global.json"), """{ "test": { "runner": "Microsoft.Testing.Platform" } }""");
            return
            [
                HostTools.Dotnet, "test", "--test-modules", "XunitMtpHost.dll", "--root-directory", folder.Copy(host.Folder), "--results-directory", folder.WorkingFolder,
            ];
        });
        result.AssertRan(HostRoutes.Hook, "XunitMtpHost", s_calls);
    }

    [Theory]
    [MemberData(nameof(Users))]
    public async Task Dotnet_test_on_VSTest_runs_marked_methods_in_workers(HostUser user)
    {
        // VSTest is what the SDK takes where no global.json says otherwise, and there is none where this is started.
        HostFiles host = await HostBuild.PublishAsync("VsTestHost");
        HostResult result = await HostProcess.RunAsync(user, folder =>
            [HostTools.Dotnet, "test", Path.Combine(folder.Copy(host.Folder), "VsTestHost.dll"), "--results-directory", folder.WorkingFolder]);
        result.AssertRan(HostRoutes.Hook, "testhost", s_calls);
    }
}
