using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Processes;

/// <summary>Processes that take more memory than they may.</summary>
[Trait("Case", "10")]
public sealed class MemoryLimitTests : IClassFixture<LeakCheck>
{
    private const long Limit = 200L << 20;
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(30);

    private static WorkerProcessOptions Options => new() { MemoryLimit = Limit, Output = WorkerOutput.Discard };

    [Fact]
    public async Task Managed_memory_past_the_limit_ends_the_process_with_figures()
    {
        var process = WorkerProcess.Start(Memory.InProcess.Hold(2000), Options);

        var error = await Assert.ThrowsAsync<WorkerMemoryLimitException>(() => process.Result.WaitAsync(s_soon));
        Assert.Equal(Limit, error.LimitBytes);
        Assert.Contains("200 MB", error.Message);
        Assert.True(process.WaitForExit(s_soon));
        Assert.NotEqual(0, process.ExitCode);
    }

    [Fact]
    public async Task Native_memory_past_the_limit_ends_the_process_with_figures()
    {
        var process = WorkerProcess.Start(Memory.InProcess.HoldNativeForever(300), Options);

        var error = await Assert.ThrowsAsync<WorkerMemoryLimitException>(() => process.Completion.WaitAsync(s_soon));
        Assert.Equal(Limit, error.LimitBytes);
        Assert.InRange(error.UsedBytes ?? 0, Limit, 2 * Limit);
        Assert.Contains("200 MB", error.Message);
        Assert.True(process.WaitForExit(s_soon));
        Assert.Equal("SIGKILL", process.ExitSignal);
    }

    [Fact]
    public async Task The_managed_heap_is_refused_more_than_the_limit()
    {
        var process = WorkerProcess.Start(Memory.InProcess.Ask(1000), Options);

        Assert.InRange(await process.Result.WaitAsync(s_soon), 100, 200);
        await process.WaitForExitAsync();
    }

    [Fact]
    public async Task What_is_asked_for_between_two_samples_is_refused_by_the_system()
    {
        var process = WorkerProcess.Start(Memory.InProcess.Reserve(16_000), Options);

        var error = await Assert.ThrowsAsync<WorkerMemoryLimitException>(() => process.Completion.WaitAsync(s_soon));
        Assert.Null(error.UsedBytes);
        await process.WaitForExitAsync();
    }

    [Fact]
    public async Task The_limit_of_the_method_holds_without_options()
    {
        var process = WorkerProcess.Start(Memory.InProcess.HoldLimited(2000), new() { Output = WorkerOutput.Discard });

        var error = await Assert.ThrowsAsync<WorkerMemoryLimitException>(() => process.Result.WaitAsync(s_soon));
        Assert.Equal(Limit, error.LimitBytes);
        await process.WaitForExitAsync();
    }

    [Fact]
    public async Task What_stays_below_the_limit_succeeds()
    {
        var process = WorkerProcess.Start(Memory.InProcess.Hold(50), Options);

        Assert.Equal(50, await process.Result);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
