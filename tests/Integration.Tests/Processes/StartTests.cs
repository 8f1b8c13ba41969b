using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Processes;

/// <summary>Starting, and what an object says before and after it.</summary>
[Trait("Case", "27")]
public sealed class StartTests : IClassFixture<LeakCheck>
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(15);

    [Fact]
    public void A_second_start_is_refused()
    {
        using var process = new GreetingProcess("twice");
        process.Start(new() { Output = WorkerOutput.Discard });

        var error = Assert.Throws<InvalidOperationException>(() => process.Start());
        Assert.Contains("started already", error.Message);
        Assert.True(process.WaitForExit(s_soon));
        Assert.Throws<InvalidOperationException>(() => process.Start());
    }

    [Fact]
    public async Task Of_many_starts_at_the_same_time_one_succeeds()
    {
        using var process = new GreetingProcess("many");
        var options = new WorkerProcessOptions { Output = WorkerOutput.Discard };

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Record.Exception(() => process.Start(options)))));

        Assert.Single(outcomes, error => error is null);
        Assert.All(outcomes.Where(error => error is not null), error => Assert.IsType<InvalidOperationException>(error));
        Assert.True(process.WaitForExit(s_soon));
    }

    [Fact]
    public async Task Of_two_starts_that_both_found_it_not_started_one_succeeds()
    {
        using var both = new Barrier(2);
        using var process = new MeetingProcess(both);
        var options = new WorkerProcessOptions { Output = WorkerOutput.Discard };

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(() => Record.Exception(() => process.Start(options)), TaskCreationOptions.LongRunning)));

        Assert.Single(outcomes, error => error is null);
        Assert.Single(outcomes, error => error is InvalidOperationException);
        Assert.True(process.WaitForExit(s_soon));
    }

    [Fact]
    public void A_disposed_object_does_not_start()
    {
        var process = new GreetingProcess("disposed");
        process.Dispose();

        Assert.Throws<ObjectDisposedException>(() => process.Start());
    }

    [Fact]
    public void An_object_that_is_not_started_says_so()
    {
        using var process = new GreetingProcess("waiting") { Name = "greeter", IsDaemon = false };

        Assert.Equal("greeter", process.Name);
        Assert.False(process.IsDaemon);
        Assert.False(process.IsAlive);
        Assert.Null(process.ExitCode);
        Assert.Throws<InvalidOperationException>(() => process.Id);
        Assert.Throws<InvalidOperationException>(() => process.WaitForExit());
        Assert.Throws<InvalidOperationException>(process.Kill);
        Assert.Throws<InvalidOperationException>(() => { _ = process.Completion; });
    }

    [Fact]
    public void A_class_without_a_marked_body_is_refused_with_what_is_missing()
    {
        using var process = new BodilessProcess();

        var error = Assert.Throws<InvalidOperationException>(() => process.Start());
        Assert.Contains(nameof(BodilessProcess), error.Message);
        Assert.Contains("[RunInProcess]", error.Message);
    }

    [Fact]
    public void Name_and_daemon_flag_are_fixed_once_it_is_started()
    {
        using var process = new GreetingProcess("fixed");
        process.Start(new() { Output = WorkerOutput.Discard });

        Assert.Throws<InvalidOperationException>(() => process.Name = "other");
        Assert.Throws<InvalidOperationException>(() => process.IsDaemon = false);
    }

    [Fact]
    public void A_refused_option_does_not_use_the_object_up()
    {
        using var process = new GreetingProcess("again");

        Assert.Throws<ArgumentOutOfRangeException>(() => process.Start(new() { MemoryLimit = -1 }));
        process.Start(new() { Output = WorkerOutput.Discard });
        Assert.True(process.WaitForExit(s_soon));
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void Processes_without_a_name_get_one_that_tells_what_they_run()
    {
        using var first = WorkerProcess.Start(Arithmetic.InProcess.DoNothing());
        using var second = WorkerProcess.Start(Arithmetic.InProcess.DoNothing());

        Assert.Contains("Arithmetic.DoNothing", first.Name);
        Assert.NotEqual(first.Name, second.Name);
    }

    [Fact]
    public async Task Active_children_are_those_that_run()
    {
        await using var first = WorkerProcess.Start(Waiting.InProcess.SleepForever(), new() { Output = WorkerOutput.Discard });
        await using var second = WorkerProcess.Start(Waiting.InProcess.SleepForever(), new() { Output = WorkerOutput.Discard });

        Assert.Equal([first, second], WorkerProcess.GetActiveChildren());
        first.Kill();
        await first.WaitForExitAsync();
        Assert.Equal([second], WorkerProcess.GetActiveChildren());
    }

    [Fact]
    public void The_start_is_refused_with_the_cause_when_the_working_directory_is_missing()
    {
        var error = Record.Exception(() =>
        {
            using var process = WorkerProcess.Start(Arithmetic.InProcess.DoNothing(), new() { WorkingDirectory = "/no/such/folder" });
            process.Completion.GetAwaiter().GetResult();
        });

        Assert.IsType<WorkerStartException>(error);
        Assert.Contains("/no/such/folder", error.Message);
    }

    [Fact]
    public async Task A_worker_that_is_not_ready_in_time_fails_with_a_start_error()
    {
        var process = WorkerProcess.Start(
            Arithmetic.InProcess.DoNothing(), new() { StartTimeout = TimeSpan.FromMilliseconds(1), Output = WorkerOutput.Discard });

        await Assert.ThrowsAsync<WorkerStartException>(() => process.Completion);
        Assert.True(process.WaitForExit(s_soon));
    }

    /// <summary>Makes its call when two want it.</summary>
#pragma warning disable PROCGEN007 // It makes its call by hand, which is what generated code does for a marked body.
    private sealed class MeetingProcess(Barrier both) : WorkerProcess
#pragma warning restore PROCGEN007
    {
        protected override ProcessCall? CreateRunCall()
        {
            both.SignalAndWait(s_soon);
            return Arithmetic.InProcess.DoNothing();
        }
    }
}
