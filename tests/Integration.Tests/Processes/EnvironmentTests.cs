using System.Diagnostics;
using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Processes;

/// <summary>What reaches the child of its parent's settings and options.</summary>
[Trait("Case", "48")]
public sealed class EnvironmentTests : IClassFixture<LeakCheck>
{
    [Fact]
    public async Task Variables_are_inherited_set_and_removed()
    {
        Environment.SetEnvironmentVariable("INTEGRATION_KEPT", "kept");
        Environment.SetEnvironmentVariable("INTEGRATION_REMOVED", "there");
        WorkerProcessOptions options = new() { Environment = { ["INTEGRATION_SET"] = "set = 测试", ["INTEGRATION_REMOVED"] = null } };

        Assert.Equal("kept", await RunAsync(Descriptors.InProcess.ReadVariable("INTEGRATION_KEPT"), options));
        Assert.Equal("set = 测试", await RunAsync(Descriptors.InProcess.ReadVariable("INTEGRATION_SET"), options));
        Assert.Null(await RunAsync(Descriptors.InProcess.ReadVariable("INTEGRATION_REMOVED"), options));
    }

    [Fact]
    public async Task The_working_directory_is_the_one_given()
    {
        Assert.Equal("/usr", await RunAsync(Descriptors.InProcess.GetDirectory(), new() { WorkingDirectory = "/usr" }));
        Assert.Equal(Environment.CurrentDirectory, await RunAsync(Descriptors.InProcess.GetDirectory(), new()));
    }

    [Fact]
    public async Task Priority_reaches_the_child()
    {
        // It gets what others leave: on a busy machine it takes its time to start.
        WorkerProcessOptions options = new() { Priority = ProcessPriorityClass.BelowNormal, StartTimeout = TimeSpan.FromMinutes(5) };
        Assert.Equal(10, (await RunAsync(Descriptors.InProcess.ReadScheduling(), options)).Nice);
        Assert.Equal(0, (await RunAsync(Descriptors.InProcess.ReadScheduling(), new())).Nice);
    }

    [Fact]
    public async Task Affinity_reaches_the_child()
    {
        Assert.SkipWhen(Environment.ProcessorCount < 2, "There is one processor only.");

        Assert.Equal("1", (await RunAsync(Descriptors.InProcess.ReadScheduling(), new() { Affinity = [1] })).Affinity);
    }

    [Fact]
    public async Task The_default_pool_has_as_many_workers_as_this_process_has_processors_to_run_on()
    {
        using var free = ParentHost.Start(["default-workers"]);
        await free.WaitForAsync($"workers {Environment.ProcessorCount} of {Environment.ProcessorCount}");

        using var bound = ParentHost.Start(["default-workers"], "/usr/bin/taskset", "--cpu-list", "0");
        await bound.WaitForAsync("workers 1 of 1");

        await free.WaitForExitAsync(TimeSpan.FromSeconds(15));
        await bound.WaitForExitAsync(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Under_a_container_limit_the_default_pool_has_as_many_workers_as_the_limit_grants()
    {
        using var group = ProcessorGroup.TryCreate(processors: 1);
        Assert.SkipWhen(group is null, "No control group can be made here.");
        Assert.SkipWhen(Environment.ProcessorCount < 2, "There is one processor only.");

        using var host = ParentHost.Start(["default-workers"], "/bin/sh", "-c", $"echo $$ > {group.Path}/cgroup.procs && exec \"$@\"", "sh");
        await host.WaitForAsync("workers 1 of 1");
        await host.WaitForExitAsync(TimeSpan.FromSeconds(15));
    }

    private static async Task<T> RunAsync<T>(ProcessCall<T> call, WorkerProcessOptions options)
    {
        var process = WorkerProcess.Start(call, options);
        try
        {
            return await process.Result;
        }
        finally
        {
            await process.WaitForExitAsync();
        }
    }
}
