using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Processes;

/// <summary>Processes started by processes.</summary>
public sealed class NestingTests : IClassFixture<LeakCheck>
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_worker_starts_workers_of_its_own()
    {
        await using var process = WorkerProcess.Start(Nesting.InProcess.Descend(2));

        var ids = (await process.Result.WaitAsync(s_soon)).Split('>').Select(int.Parse).ToList();

        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal(process.Id, ids[0]);
    }

    [Fact]
    public async Task A_chain_that_is_too_deep_is_refused_with_a_clear_error()
    {
        await using var process = WorkerProcess.Start(Nesting.InProcess.Descend(10));

        var error = await Record.ExceptionAsync(() => process.Result.WaitAsync(s_soon));

        Assert.IsNotType<TimeoutException>(error);
        Assert.Contains("deep", $"{error}");
    }

    [Fact]
    public async Task A_worker_takes_its_own_workers_along_when_it_ends()
    {
        await using var process = WorkerProcess.Start(Nesting.InProcess.LeaveAWorkerBehind());
        var grandchild = await process.Result;

        Assert.True(process.WaitForExit(s_soon));

        await Eventually.HoldsAsync(() => !ProcFiles.IsRunning(grandchild), TimeSpan.FromSeconds(2), "the grandchild is gone");
    }
}
