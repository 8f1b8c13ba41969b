using ProcGen.Launching;

namespace ProcGen.Tests.Routes;

/// <summary>The decision alone, for hosts that are not all at hand.</summary>
public sealed class ResolverTests
{
    private static readonly string[] s_files =
    [
        "/usr/share/dotnet/dotnet", "/app/App.dll", "/app/App", "/app/App.runtimeconfig.json", "/app/App.deps.json", "/tools/App.dll", "/plugins/a/A.dll",
        "/plugins/a/ProcGen.WorkerHost.dll", "/plugins/a/A.deps.json", "/plugins/a/A.runtimeconfig.json", "/testhost/testhost.dll",
    ];

    private static readonly HostFacts s_app = new()
    {
        ProcessPath = "/app/App",
        EntryPath = "/app/App.dll",
        BaseDirectory = "/app/",
        RuntimePath = "/app/ProcGen.Runtime.dll",
        InitialDirectories = ["/elsewhere", "/app"],
        DotnetDirectories = ["/nowhere", "/usr/share/dotnet"],
        FileExists = static path => s_files.Contains(path),
        FindDepsFiles = static folder => s_files.Where(file => Path.GetDirectoryName(file) == folder && file.EndsWith(".deps.json", StringComparison.Ordinal)),
        ReadText = static path => path.EndsWith(".deps.json", StringComparison.Ordinal)
            ? """{ "libraries": { "ProcGen.Runtime/1.0.0": {} } }"""
            : """{ "runtimeOptions": { "framework": { "name": "Microsoft.NETCore.App", "version": "10.0.0" } } }""",
    };

    private static readonly HostFacts s_dotnet = s_app with { ProcessPath = "/usr/share/dotnet/dotnet" };

    [Fact]
    public void An_executable_is_started_again_without_the_arguments_of_the_application() =>
        AssertCommand(s_app with { CommandLine = ["./App", "secret"] }, LaunchRouteKind.StartupHook, "/app/App");

    [Fact]
    public void A_single_file_is_started_again() =>
        AssertCommand(s_app with { EntryPath = "", RuntimePath = "", ProcessPath = "/elsewhere/renamed" }, LaunchRouteKind.StartupHook, "/elsewhere/renamed");

    [Fact]
    public void A_renamed_executable_beside_its_assembly_is_started_again() => AssertCommand(s_app with { ProcessPath = "/app/renamed" }, LaunchRouteKind.StartupHook, "/app/renamed");

    [Theory]
    [InlineData("dotnet App.dll --flag", "exec /app/App.dll")]
    [InlineData("dotnet exec App.dll", "exec /app/App.dll")]
    [InlineData("dotnet --roll-forward Major /app/App.dll a b", "exec --roll-forward Major /app/App.dll")]
    [InlineData("dotnet exec --depsfile App.deps.json --runtimeconfig App.runtimeconfig.json App.dll", "exec --depsfile /app/App.deps.json --runtimeconfig /app/App.runtimeconfig.json /app/App.dll")]
    [InlineData("dotnet exec --additionalprobingpath /nuget --additionalprobingpath ../x /testhost/testhost.dll --port 1", "exec --additionalprobingpath /nuget --additionalprobingpath /x /testhost/testhost.dll")]
    public void The_options_of_the_host_are_kept_and_those_of_the_application_are_not(string commandLine, string expected) =>
        AssertCommand(s_dotnet with { CommandLine = commandLine.Split(' ') }, LaunchRouteKind.StartupHook, "/usr/share/dotnet/dotnet", expected.Split(' '));

    [Fact]
    public void A_command_line_that_cannot_be_read_falls_back_to_the_main_assembly() =>
        AssertCommand(s_dotnet with { CommandLine = [] }, LaunchRouteKind.StartupHook, "/usr/share/dotnet/dotnet", "exec", "/app/App.dll");

    [Fact]
    public void A_foreign_program_that_runs_the_main_assembly_is_not_started_again() =>
        AssertCommand(s_app with { ProcessPath = "/shims/tool", EntryPath = "/tools/App.dll" }, LaunchRouteKind.StartupHook, "/usr/share/dotnet/dotnet", "exec", "/tools/App.dll");

    [Fact]
    public void Without_hooks_the_application_is_started_again_for_the_line_in_its_Main() =>
        AssertCommand(s_app with { SupportsStartupHooks = false, MainHasWorkerLine = true }, LaunchRouteKind.MainEntry, "/app/App");

    [Fact]
    public void Without_hooks_and_without_the_line_nothing_is_started()
    {
        LaunchRoute route = LaunchRouteResolver.Resolve(s_app with { SupportsStartupHooks = false });
        Assert.Contains(LaunchRouteResolver.MissingLine, route.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Native_code_is_started_again_for_the_line_in_its_Main() =>
        AssertCommand(s_app with { SupportsStartupHooks = false, IsNativeCode = true, MainHasWorkerLine = true, EntryPath = null, RuntimePath = "" }, LaunchRouteKind.MainEntry, "/app/App");

    [Fact]
    public void A_plug_in_runs_in_the_worker_host_with_its_own_files() =>
        AssertCommand(
            s_app with { IsRuntimeOfApplication = false, RuntimePath = "/plugins/a/ProcGen.Runtime.dll" },
            LaunchRouteKind.WorkerHost,
            "/usr/share/dotnet/dotnet",
            "exec", "--depsfile", "/plugins/a/A.deps.json", "--runtimeconfig", "/plugins/a/A.runtimeconfig.json", "/plugins/a/ProcGen.WorkerHost.dll", "/plugins/a", "/app/");

    [Fact]
    public void A_component_without_a_main_assembly_runs_in_the_worker_host() =>
        Assert.Equal(LaunchRouteKind.WorkerHost, LaunchRouteResolver.Resolve(s_app with { EntryPath = null, ProcessPath = "/usr/bin/python3", RuntimePath = "/plugins/a/ProcGen.Runtime.dll" }).Kind);

    [Fact]
    public void A_missing_worker_host_is_named_with_the_places_where_it_was_looked_for()
    {
        LaunchRoute route = LaunchRouteResolver.Resolve(s_app with { IsRuntimeOfApplication = false, RuntimePath = "/plugins/b/ProcGen.Runtime.dll" });
        Assert.Contains("/plugins/b/ProcGen.WorkerHost.dll", route.Refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void The_configuration_of_a_self_contained_host_is_not_used_for_the_worker_host()
    {
        LaunchRoute route = LaunchRouteResolver.Resolve(s_app with
        {
            IsRuntimeOfApplication = false,
            RuntimePath = "/plugins/a/ProcGen.Runtime.dll",
            ReadText = static path => path.EndsWith(".deps.json", StringComparison.Ordinal) ? "" : """{ "runtimeOptions": { "includedFrameworks": [] } }""",
        });
        Assert.DoesNotContain("--runtimeconfig", route.Arguments);
    }

    [Fact]
    public void This_very_process_explains_itself()
    {
        string text = WorkerDiagnostics.Explain();
        Assert.Contains("the application again, taken over by a startup hook", text, StringComparison.Ordinal);
        Assert.Contains($"the root process ({Environment.ProcessId})", text, StringComparison.Ordinal);
    }

    private static void AssertCommand(HostFacts host, LaunchRouteKind kind, string file, params string[] arguments)
    {
        LaunchRoute route = LaunchRouteResolver.Resolve(host);
        Assert.Null(route.Refusal);
        Assert.Equal(kind, route.Kind);
        Assert.Equal(file, route.FileName);
        Assert.Equal(arguments, route.Arguments);
    }
}
