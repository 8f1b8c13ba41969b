namespace ProcGen.Tests.Routes;

/// <summary>Starts the real thing in every way in which an application can run, as this user and as another, always under a hard limit of processes.</summary>
public sealed class RouteTests
{
    private const string Hook = "the application again, taken over by a startup hook";
    private const string Line = "the application again, taken over by the line in its Main";
    private const string WorkerHost = "the worker host with the files of the component";

    // The platform of this process is the one to publish for.
    private static readonly string s_platform = System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier;

    private static string App => HostBuild.Build("ConsoleApp", "app");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void From_the_executable_of_an_application(bool asOtherUser) =>
        AssertConsoleApp(HostRun.RunToEnd(asOtherUser, Path.Combine(App, "ConsoleApp"), []), Hook);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void From_dotnet_and_the_assembly(bool asOtherUser) =>
        AssertConsoleApp(HostRun.RunToEnd(asOtherUser, HostBuild.Dotnet, [Path.Combine(App, "ConsoleApp.dll"), "argument"]), Hook);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void From_dotnet_exec_with_options_and_relative_paths(bool asOtherUser)
    {
        string[] arguments = ["exec", "--runtimeconfig", "ConsoleApp.runtimeconfig.json", "--depsfile", "ConsoleApp.deps.json", "--roll-forward", "Major", "ConsoleApp.dll", "--argument"];
        AssertConsoleApp(HostRun.RunToEnd(asOtherUser, HostBuild.Dotnet, arguments, App), Hook);
    }

    [Fact]
    public void From_dotnet_run()
    {
        // Only as this user: the command itself writes beside the project.
        _ = App;
        AssertConsoleApp(
            HostRun.RunToEnd(false, HostBuild.Dotnet, ["run", "--no-build", "-c", "Release", "--artifacts-path", HostBuild.ArtifactsOf("app"), "--project", HostBuild.ProjectFile("ConsoleApp")]), Hook);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void From_a_single_file_that_needs_the_framework(bool asOtherUser)
    {
        string folder = HostBuild.Publish("ConsoleApp", "single-file", "-r", s_platform, "--self-contained", "false", "-p:PublishSingleFile=true");
        AssertConsoleApp(HostRun.RunToEnd(asOtherUser, Path.Combine(folder, "ConsoleApp"), []), Hook);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void From_a_self_contained_application(bool asOtherUser)
    {
        string folder = HostBuild.Publish("ConsoleApp", "self-contained", "-r", s_platform, "--self-contained");
        AssertConsoleApp(HostRun.RunToEnd(asOtherUser, Path.Combine(folder, "ConsoleApp"), []), Hook);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void From_a_self_contained_single_file(bool asOtherUser)
    {
        string folder = HostBuild.Publish("ConsoleApp", "self-contained-single-file", "-r", s_platform, "--self-contained", "-p:PublishSingleFile=true");
        AssertConsoleApp(HostRun.RunToEnd(asOtherUser, Path.Combine(folder, "ConsoleApp"), []), Hook);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void From_native_code(bool asOtherUser) => AssertConsoleApp(HostRun.RunToEnd(asOtherUser, Path.Combine(NativeApp.Folder, "ConsoleApp"), []), Line);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void From_a_web_application(bool asOtherUser) =>
        HostRun.RunToEnd(asOtherUser, Path.Combine(HostBuild.Build("WebApp", "web"), "WebApp"), []).AssertWorkerRan(Hook);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void From_tests_on_the_Microsoft_Testing_Platform(bool asOtherUser) =>
        HostRun.RunToEnd(asOtherUser, Path.Combine(HostBuild.Build("MtpTests", "mtp-tests"), "MtpTests"), []).AssertWorkerRan(Hook);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void From_tests_on_VSTest(bool asOtherUser) =>
        HostRun.RunToEnd(asOtherUser, HostBuild.Dotnet, ["vstest", Path.Combine(HostBuild.Build("VsTests", "vs-tests"), "VsTests.dll")]).AssertWorkerRan(Hook);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void From_a_plug_in_whose_host_does_not_know_of_it(bool asOtherUser)
    {
        string host = Path.Combine(HostBuild.Build("PluginHost", "plugin-host"), "PluginHost");
        string plugin = Path.Combine(HostBuild.Build("Plugin", "plugin"), "Plugin.dll");
        HostRun.RunToEnd(asOtherUser, host, [plugin]).AssertWorkerRan(WorkerHost);
    }

    private static void AssertConsoleApp(HostReport report, string route)
    {
        report.AssertWorkerRan(route);
        Assert.Equal("3", report["own"]);
        Assert.Contains("] last words", report.Output, StringComparison.Ordinal); // forwarded, although the application ended right after it
        Assert.Equal(1, report.Output.Split('\n').Count(static line => line.Contains("main: ", StringComparison.Ordinal)));
    }
}

/// <summary>The application compiled ahead of time, with the line in its Main.</summary>
internal static class NativeApp
{
    public static string Folder
    {
        get
        {
            bool hasClang = Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(static folder => File.Exists(Path.Combine(folder, "clang")));
            bool hasGcc = Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(static folder => File.Exists(Path.Combine(folder, "gcc")));
            Assert.SkipUnless(hasClang || hasGcc, "Native code needs a linker: clang or gcc.");
            string[] linker = hasClang ? [] : ["-p:CppCompilerAndLinker=gcc"];
            return HostBuild.Publish(
                "ConsoleApp", "native", ["-r", System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier, "-p:PublishAot=true", "-p:WorkerLine=true", .. linker]);
        }
    }
}
