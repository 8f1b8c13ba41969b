using System.Diagnostics;

namespace ProcGen.Tests.Processes;

/// <summary>The end of the application that started the workers.</summary>
public sealed class ParentTests : IClassFixture<LeakCheck>
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(15);

    [Fact]
    [Trait("Case", "8")]
    public async Task When_the_parent_is_killed_its_workers_and_their_children_are_gone_in_under_2_seconds()
    {
        using var host = ParentHost.Start(["wait"]);
        await host.WaitForAsync("ready");
        var workers = host.Workers;
        Assert.Equal(9, workers.Count);
        Assert.All(workers, worker => Assert.True(ProcFiles.IsRunning(worker), $"{worker} runs"));

        host.Kill();

        await AreGoneAsync(workers);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(33)]
    [InlineData(100_000)]
    public async Task When_the_parent_is_killed_in_the_middle_of_streams_its_workers_are_gone(int items)
    {
        using var host = ParentHost.Start(["streams", $"{items}"]);
        await host.WaitForAsync("ready");
        var workers = host.Workers;
        Assert.Equal(2, workers.Count);
        Assert.All(workers, worker => Assert.True(ProcFiles.IsRunning(worker), $"{worker} runs"));

        host.Kill();

        await AreGoneAsync(workers);
    }

    [Fact]
    [Trait("Case", "9")]
    public async Task When_Main_returns_with_calls_running_the_parent_exits_and_the_workers_are_gone()
    {
        using var host = ParentHost.Start(["return"]);
        await host.WaitForAsync("ready");
        var workers = host.Workers;

        Assert.Equal(3, await host.WaitForExitAsync(s_soon));
        await AreGoneAsync(workers);
    }

    [Fact]
    [Trait("Case", "9")]
    public async Task When_the_parent_calls_Exit_with_calls_running_it_exits_and_the_workers_are_gone()
    {
        using var host = ParentHost.Start(["exit"]);
        await host.WaitForAsync("ready");
        var workers = host.Workers;

        Assert.Equal(4, await host.WaitForExitAsync(s_soon));
        await AreGoneAsync(workers);
    }

    [Fact]
    [Trait("Case", "9")]
    public async Task When_the_parent_fails_the_workers_are_gone()
    {
        using var host = ParentHost.Start(["throw"]);
        await host.WaitForAsync("ready");
        var workers = host.Workers;

        Assert.NotEqual(0, await host.WaitForExitAsync(s_soon));
        await AreGoneAsync(workers);
    }

    [Fact]
    [Trait("Case", "9")]
    public async Task When_the_parent_is_terminated_the_workers_are_gone()
    {
        using var host = ParentHost.Start(["wait"]);
        await host.WaitForAsync("ready");
        var workers = host.Workers;

        host.Terminate();

        await host.WaitForExitAsync(s_soon);
        await AreGoneAsync(workers);
    }

    [Theory]
    [InlineData("awaited")]
    [InlineData("awaited-subclass")]
    public async Task A_process_that_is_no_daemon_is_awaited_after_Main(string scenario)
    {
        var path = Path.Combine(TestRun.TemporaryFolder, "awaited.txt");
        using var host = ParentHost.Start([scenario, path]);

        Assert.Equal(5, await host.WaitForExitAsync(s_soon));
        Assert.Equal("written", File.ReadAllText(path));
        File.Delete(path);
    }

    [Theory]
    [InlineData("daemon", 5)]
    [InlineData("awaited-exit", 6)]
    public async Task A_daemon_and_any_process_on_Exit_end_with_their_parent(string scenario, int code)
    {
        var path = Path.Combine(TestRun.TemporaryFolder, "never.txt");
        var others = ProcFiles.FindDescendants().Select(process => process.Id).ToHashSet();
        using var host = ParentHost.Start([scenario, path]);

        Assert.Equal(code, await host.WaitForExitAsync(s_soon));
        await Eventually.HoldsAsync(() => ProcFiles.FindDescendants().All(process => others.Contains(process.Id)), s_soon, "its worker is gone");
        Assert.False(File.Exists(path));
    }

    [Fact]
    [Trait("Case", "47")]
    public async Task Control_C_gives_one_cancellation_and_no_traces_of_workers_and_the_parent_exits_in_under_2_seconds()
    {
        using var terminal = PseudoTerminal.Open();
        using var host = ParentHost.StartIn(terminal, "ctrl-c");
        await host.WaitForAsync("ready");

        var clock = Stopwatch.StartNew();
        terminal.PressControlC();

        Assert.Equal(7, await host.WaitForExitAsync(s_soon));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"it took {clock.Elapsed}");
        host.DrainOutput();
        Assert.Equal(["ready", "interrupted", "cancelled", "cancelled", "cancelled"], host.Output);
        Assert.Empty(host.Error);
    }

    [Fact]
    [Trait("Case", "47")]
    public async Task Control_C_reaches_neither_workers_nor_the_programs_that_they_started()
    {
        using var terminal = PseudoTerminal.Open();
        using var host = ParentHost.StartIn(terminal, "ctrl-c-ignored");
        await host.WaitForAsync("ready");
        var workers = host.Workers;
        Assert.Equal(9, workers.Count);

        // The kernel has signalled the whole foreground group before anybody in it says so.
        terminal.PressControlC();
        await host.WaitForAsync("interrupted");

        Assert.All(workers, worker => Assert.True(ProcFiles.IsRunning(worker), $"{worker} runs"));
        host.Kill();
        await AreGoneAsync(workers);
    }

    private static async Task AreGoneAsync(IReadOnlyList<int> workers)
    {
        var clock = Stopwatch.StartNew();
        await Eventually.BecomesAsync(
            () => workers.Where(ProcFiles.IsRunning).ToList(),
            left => left.Count == 0,
            TimeSpan.FromSeconds(2),
            left => $"still there: {string.Join("; ", ProcFiles.FindDescendants().Select(process => process.Description))}");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2));
    }
}
