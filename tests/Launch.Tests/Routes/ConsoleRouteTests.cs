namespace ProcGen.Tests.Routes;

/// <summary>A console application, published and started in every way that a user has: it calls a marked method of its own and one of a library.</summary>
public sealed class ConsoleRouteTests
{
    private static readonly (string, string)[] s_calls = [("own", "IN THE EXECUTABLE"), ("library", "IN A LIBRARY")];

    public static MatrixTheoryData<string, HostUser> WithStartupHooks { get; } = new(
        ["framework-dependent", "framework-dependent-single-file", "self-contained", "self-contained-single-file"], HostUsers.All);

    public static MatrixTheoryData<string, HostUser> WithoutStartupHooks { get; } = new(["startup-hooks-off", "trimmed", "native-aot"], HostUsers.All);

    public static TheoryData<HostUser> Users { get; } = [.. HostUsers.All];

    [Theory]
    [MemberData(nameof(WithStartupHooks))]
    public async Task An_executable_runs_marked_methods_in_workers_that_never_reach_its_Main(string variant, HostUser user)
    {
        HostFiles host = await HostBuild.PublishAsync("ConsoleHost", variant);
        HostResult result = await HostProcess.RunAsync(user, folder => [Path.Combine(folder.Copy(host.Folder), host.Name)]);
        AssertRanByHook(result);
    }

    [Theory]
    [MemberData(nameof(WithoutStartupHooks))]
    public async Task An_executable_without_startup_hooks_runs_marked_methods_in_workers_that_enter_through_its_Main(string variant, HostUser user)
    {
        HostFiles host = await HostBuild.PublishAsync("ConsoleHost", variant);
        HostResult result = await HostProcess.RunAsync(user, folder => [Path.Combine(folder.Copy(host.Folder), host.Name)]);
        AssertRan(result, HostRoutes.Line);
        Assert.InRange(result.EntryPoints, 3, 10);
    }

    [Theory]
    [MemberData(nameof(Users))]
    public async Task An_application_started_through_dotnet_runs_marked_methods_in_workers(HostUser user)
    {
        HostFiles host = await HostBuild.PublishAsync("ConsoleHost");
        HostResult result = await HostProcess.RunAsync(user, folder => [HostTools.Dotnet, Path.Combine(folder.Copy(host.Folder), "ConsoleHost.dll"), "argument"]);
        AssertRanByHook(result);
    }

    [Theory]
    [MemberData(nameof(Users))]
    public async Task An_application_started_by_dotnet_exec_with_options_and_relative_paths_finds_itself_after_it_changed_its_directory(HostUser user)
    {
        HostFiles host = await HostBuild.PublishAsync("ConsoleHost");
        HostResult result = await HostProcess.RunAsync(user, folder =>
        {
            string files = Path.GetRelativePath(folder.WorkingFolder, folder.Copy(host.Folder));
            return
            [
                HostTools.Dotnet, "exec", "--runtimeconfig", Path.Combine(files, "ConsoleHost.runtimeconfig.json"), "--depsfile", Path.Combine(files, "ConsoleHost.deps.json"),
                "--roll-forward", "Major", Path.Combine(files, "ConsoleHost.dll"), "--change-directory",
            ];
        });
        AssertRanByHook(result);
    }

    [Theory]
    [MemberData(nameof(Users))]
    public async Task An_application_started_by_dotnet_run_runs_marked_methods_in_workers(HostUser user)
    {
        HostFiles host = await HostBuild.PublishAsync("ConsoleHost");
        user.RequireAccessTo(host.Project);
        HostResult result = await HostProcess.RunAsync(user, _ => [HostTools.Dotnet, "run", "--no-build", "--project", host.Project, .. host.BuildOptions]);
        AssertRanByHook(result);
    }

    private static void AssertRanByHook(HostResult result)
    {
        AssertRan(result, HostRoutes.Hook);
        Assert.Equal(1, result.EntryPoints);
    }

    private static void AssertRan(HostResult result, string route)
    {
        result.AssertRan(route, "ConsoleHost", s_calls);

        // What a worker wrote is forwarded, although the application ended right after the call.
        Assert.Contains("] last words", result.Output, StringComparison.Ordinal);
    }
}
