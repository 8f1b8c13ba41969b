namespace ProcGen.Tests.Routes;

/// <summary>An ASP.NET Core application whose endpoint calls a marked method.</summary>
public sealed class WebRouteTests
{
    public static MatrixTheoryData<bool, HostUser> Starts { get; } = new([false, true], HostUsers.All);

    [Theory]
    [MemberData(nameof(Starts))]
    public async Task An_endpoint_runs_a_marked_method_in_a_worker_and_SIGTERM_ends_both(bool throughDotnet, HostUser user)
    {
        HostFiles files = await HostBuild.PublishAsync("WebHost");
        using HostProcess host = HostProcess.Start(user, folder =>
            folder.Copy(files.Folder) is var copy && throughDotnet ? [HostTools.Dotnet, Path.Combine(copy, "WebHost.dll")] : [Path.Combine(copy, "WebHost")]);
        string url = await host.WaitForLineAsync("url=");

        using HttpClient client = new() { Timeout = TimeSpan.FromSeconds(60) };
        string[] answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => client.GetStringAsync($"{url}/describe?text=request{i}", TestContext.Current.CancellationToken)));
        Assert.Equal(["REQUEST0", "REQUEST1", "REQUEST2", "REQUEST3"], answers);

        host.Terminate();
        HostResult result = await host.WaitForEndAsync();
        result.AssertRan(HostRoutes.Hook, "WebHost", [.. answers.Select(static answer => ("endpoint", answer))]);
        Assert.Equal(1, result.EntryPoints);
    }
}
