using ProcGen.Launching;

namespace ProcGen.Tests.Records;

// The environment is the whole process's: nothing else may start workers meanwhile.
[Collection(nameof(WorkerEnvironmentTests))]
[CollectionDefinition(nameof(WorkerEnvironmentTests), DisableParallelization = true)]
public sealed class WorkerEnvironmentTests
{
    private static readonly LaunchRoute s_hook = new() { Kind = LaunchRouteKind.StartupHook, Reason = "" };
    private static readonly LaunchRoute s_line = new() { Kind = LaunchRouteKind.MainEntry, Reason = "" };
    private static readonly SpawnMarker s_marker = new(1, 2, 3);

    [Fact]
    public void The_hook_and_the_marker_make_a_worker()
    {
        Dictionary<string, string> environment = WorkerEnvironment.Create(s_hook, new() { Name = "w" }, s_marker);
        Assert.Equal("ProcGen.Runtime", environment["DOTNET_STARTUP_HOOKS"]);
        Assert.Equal("1:2:3", environment[SpawnMarker.VariableName]);
        Assert.Equal("0", environment["DOTNET_gcServer"]);
        Assert.Equal("0", environment["DOTNET_gcConcurrent"]);
    }

    [Fact]
    public void Without_hooks_there_is_none() =>
        Assert.DoesNotContain("DOTNET_STARTUP_HOOKS", WorkerEnvironment.Create(s_line, new() { Name = "w" }, s_marker).Keys);

    [Fact]
    public void A_hook_that_the_options_name_runs_before_ours()
    {
        WorkerLaunchOptions options = new() { Name = "w", Environment = new Dictionary<string, string?> { ["DOTNET_STARTUP_HOOKS"] = "/a.dll" } };
        Assert.Equal("/a.dll:ProcGen.Runtime", WorkerEnvironment.Create(s_hook, options, s_marker)["DOTNET_STARTUP_HOOKS"].Replace(Path.PathSeparator, ':'));
    }

    [Theory]
    [InlineData(false, "ProcGen.Runtime")]
    [InlineData(true, "/tracer.dll:ProcGen.Runtime")]
    public void The_hooks_of_this_process_are_inherited_only_when_asked_for(bool inherit, string expected)
    {
        Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", "/tracer.dll");
        try
        {
            Dictionary<string, string> environment = WorkerEnvironment.Create(s_hook, new() { Name = "w", InheritStartupHooks = inherit }, s_marker);
            Assert.Equal(expected, environment["DOTNET_STARTUP_HOOKS"].Replace(Path.PathSeparator, ':'));
        }
        finally
        {
            Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", null);
        }
    }

    [Fact]
    public void What_the_options_say_wins_over_what_is_inherited_and_what_is_set_here()
    {
        WorkerLaunchOptions options = new() { Name = "w", Environment = new Dictionary<string, string?> { ["PATH"] = null, ["DOTNET_gcServer"] = "1", ["OWN"] = "x" } };
        Dictionary<string, string> environment = WorkerEnvironment.Create(s_hook, options, s_marker);
        Assert.DoesNotContain("PATH", environment.Keys);
        Assert.Equal("1", environment["DOTNET_gcServer"]);
        Assert.Equal("x", environment["OWN"]);
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS")]
    [InlineData("CORECLR_ENABLE_PROFILING")]
    [InlineData("DOTNET_DiagnosticPorts")]
    [InlineData("NOTIFY_SOCKET")]
    public void What_must_not_be_had_twice_is_not_inherited(string name)
    {
        Environment.SetEnvironmentVariable(name, "value");
        try
        {
            Assert.DoesNotContain(name, WorkerEnvironment.Create(s_line, new() { Name = "w" }, s_marker).Keys);
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }
}
