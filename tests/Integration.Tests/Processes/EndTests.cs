using System.Diagnostics;
using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Processes;

/// <summary>How a process ends, by itself and by its parent.</summary>
[Trait("Case", "27")]
public sealed class EndTests : IClassFixture<LeakCheck>
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(15);
    private readonly CapturedOutput _captured = new();

    private WorkerProcessOptions Options => new() { Output = _captured.Output, ExitGrace = TimeSpan.FromSeconds(10) };

    [Fact]
    public async Task A_call_in_a_process_hands_back_its_result_and_exits_with_code_0()
    {
        var process = WorkerProcess.Start(Arithmetic.InProcess.Add(40, 2), Options);

        Assert.NotEqual(Environment.ProcessId, process.Id);
        Assert.Equal(Environment.ProcessId, process.ParentId);
        Assert.Equal(42, await process.Result);
        Assert.True(process.WaitForExit(s_soon));
        Assert.Equal(0, process.ExitCode);
        Assert.Null(process.ExitSignal);
        Assert.False(process.IsAlive);
    }

    [Fact]
    public async Task A_call_without_a_result_completes()
    {
        var process = WorkerProcess.Start(Arithmetic.InProcess.DoNothing(), Options);

        await process.Completion;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Waiting_with_a_timeout_returns_false_on_time_and_leaves_the_process_running()
    {
        await using var process = WorkerProcess.Start(Waiting.InProcess.SleepForever(), Options);

        var clock = Stopwatch.StartNew();
        Assert.False(process.WaitForExit(TimeSpan.FromMilliseconds(300)));
        Assert.InRange(clock.ElapsedMilliseconds, 290, 10_000);
        Assert.True(process.IsAlive);
        Assert.Null(process.ExitCode);
        Assert.Null(process.ExitSignal);
        Assert.False(process.Completion.IsCompleted);
    }

    [Fact]
    public async Task Giving_up_the_waiting_leaves_the_process_running()
    {
        await using var process = WorkerProcess.Start(Waiting.InProcess.SleepForever(), Options);
        using var enough = new CancellationTokenSource(50);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => process.WaitForExitAsync(enough.Token));
        Assert.True(process.IsAlive);
    }

    [Fact]
    public async Task A_body_that_throws_fails_the_completion_and_exits_with_code_1()
    {
        var process = WorkerProcess.Start(Failures.InProcess.Throw("no luck"), Options);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => process.Completion);
        Assert.Equal("no luck", error.Message);
        Assert.True(process.WaitForExit(s_soon));
        Assert.Equal(1, process.ExitCode);
    }

    [Fact]
    public async Task A_failure_that_nobody_asked_for_is_written_to_standard_error()
    {
        var process = WorkerProcess.Start(Failures.InProcess.Throw("nobody asks"), Options);

        await process.WaitForExitAsync();
        await Eventually.HoldsAsync(
            () => _captured.Lines.Any(line => line.IsError && line.Text.Contains("InvalidOperationException: nobody asks")), s_soon, "the failure is written");
    }

    [Fact]
    public async Task A_failure_that_was_asked_for_is_not_written()
    {
        var process = WorkerProcess.Start(Failures.InProcess.Throw("asked for"), Options);

        await Assert.ThrowsAsync<InvalidOperationException>(() => process.Completion);
        await process.WaitForExitAsync();
        await process.DisposeAsync();
        Assert.DoesNotContain(_captured.Texts, text => text.Contains("asked for"));
    }

    [Fact]
    public void The_exit_code_that_a_body_sets_is_kept()
    {
        var process = WorkerProcess.Start(Failures.InProcess.SetExitCode(17), Options);

        Assert.True(process.WaitForExit(s_soon));
        Assert.Equal(17, process.ExitCode);
    }

    [Fact]
    public void An_exit_handler_that_hangs_neither_holds_the_process_nor_changes_its_exit_code()
    {
        var process = WorkerProcess.Start(Failures.InProcess.HangAtExit(18), Options);

        Assert.True(process.WaitForExit(s_soon));
        Assert.Equal((18, null), (process.ExitCode, process.ExitSignal));
    }

    [Fact]
    public async Task Terminate_cancels_the_token_and_runs_finally_blocks()
    {
        var process = WorkerProcess.Start(Waiting.InProcess.WaitForCancellation(CancellationToken.None), Options);
        await _captured.WaitForAsync("running");

        process.Terminate();

        Assert.True(process.WaitForExit(s_soon));
        Assert.Contains("finally", _captured.Texts);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => process.Completion);
        Assert.False(process.IsAlive);
        Assert.Equal("SIGTERM", process.ExitSignal);
    }

    [Fact]
    public async Task Terminate_interrupts_a_body_without_a_token_and_runs_finally_blocks()
    {
        var process = WorkerProcess.Start(Waiting.InProcess.SleepForever(), Options);
        await _captured.WaitForAsync("running");

        process.Terminate();

        Assert.True(process.WaitForExit(s_soon));
        Assert.Contains("finally", _captured.Texts);
        Assert.Equal("SIGTERM", process.ExitSignal);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => process.Completion);
    }

    [Fact]
    public async Task Kill_ends_a_process_at_once_and_names_the_signal()
    {
        var process = WorkerProcess.Start(Waiting.InProcess.SpinForever(), Options);
        await _captured.WaitForAsync("running");

        process.Kill();

        Assert.True(process.WaitForExit(s_soon));
        Assert.Equal("SIGKILL", process.ExitSignal);
        Assert.Null(process.ExitCode);
        Assert.DoesNotContain("finally", _captured.Texts);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => process.Completion);
    }

    [Fact]
    public async Task Interrupt_breaks_a_sleep_and_runs_finally_blocks()
    {
        var process = WorkerProcess.Start(Waiting.InProcess.SleepForever(), Options);
        await _captured.WaitForAsync("running");

        process.Interrupt();

        Assert.True(process.WaitForExit(s_soon));
        Assert.Contains("finally", _captured.Texts);
        Assert.Equal(1, process.ExitCode);
        var error = await Record.ExceptionAsync(() => process.Completion);
        Assert.True(error is ThreadInterruptedException or OperationCanceledException, $"{error}");
    }

    [Fact]
    public async Task Interrupt_aborts_a_loop_and_runs_finally_blocks()
    {
        var process = WorkerProcess.Start(Waiting.InProcess.SpinForever(), Options);
        await _captured.WaitForAsync("running");

        process.Interrupt();

        Assert.True(process.WaitForExit(s_soon));
        Assert.Contains("finally", _captured.Texts);
        Assert.Equal(1, process.ExitCode);
    }

    [Fact]
    public async Task Interrupt_cancels_a_token_first()
    {
        var process = WorkerProcess.Start(Waiting.InProcess.PollForCancellation(CancellationToken.None), Options);
        await _captured.WaitForAsync("running");

        process.Interrupt();

        Assert.True(process.WaitForExit(s_soon));
        Assert.Contains("finally", _captured.Texts);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => process.Completion);
    }

    [Fact]
    public void Interrupt_before_the_body_has_begun_interrupts_it_then()
    {
        var process = WorkerProcess.Start(Waiting.InProcess.SleepForever(), Options);

        process.Interrupt();

        Assert.True(process.WaitForExit(s_soon));
        Assert.Equal(1, process.ExitCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_process_that_is_ended_before_it_is_ready_is_gone(bool kill)
    {
        var process = WorkerProcess.Start(Waiting.InProcess.SleepForever(), Options);

        if (kill)
        {
            process.Kill();
        }
        else
        {
            process.Terminate();
        }

        Assert.True(process.WaitForExit(s_soon));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => process.Completion);
    }

    [Fact]
    [Trait("Case", "13")]
    public async Task A_process_that_ignores_termination_is_killed_after_the_grace_with_its_own_children()
    {
        var process = WorkerProcess.Start(
            Waiting.InProcess.IgnoreTerminationWithAChild(), new() { Output = _captured.Output, ExitGrace = TimeSpan.FromMilliseconds(300) });
        await _captured.WaitForAsync("running");
        var child = int.Parse(_captured.Texts.Single(text => text.StartsWith("child ", StringComparison.Ordinal))[6..]);
        Assert.True(ProcFiles.IsRunning(child));

        var clock = Stopwatch.StartNew();
        process.Terminate();

        Assert.True(process.WaitForExit(s_soon));

        // It had its grace, and no more: the connection's end would kill it five seconds after the signal, and its own patience after ten.
        Assert.InRange(clock.ElapsedMilliseconds, 290, 4_500);
        Assert.Equal("SIGKILL", process.ExitSignal);
        await Eventually.HoldsAsync(() => !ProcFiles.IsRunning(child), s_soon, "its child is gone");
    }

    [Fact]
    public async Task Disposal_ends_the_process_and_waits_for_its_end()
    {
        var process = WorkerProcess.Start(Waiting.InProcess.WaitForCancellation(CancellationToken.None), Options);
        await _captured.WaitForAsync("running");

        await process.DisposeAsync();

        Assert.False(process.IsAlive);
        Assert.False(ProcFiles.IsRunning(process.Id));
        Assert.Contains("finally", _captured.Texts);
        await process.DisposeAsync();
        process.Dispose();
    }

    [Fact]
    public async Task Close_refuses_while_the_process_runs()
    {
        await using var process = WorkerProcess.Start(Waiting.InProcess.SleepForever(), Options);

        Assert.Throws<InvalidOperationException>(process.Close);
        Assert.True(process.IsAlive);
        process.Kill();
        await process.WaitForExitAsync();
        process.Close();
        Assert.Equal("SIGKILL", process.ExitSignal);
    }

    [Fact]
    public async Task Ending_a_process_that_has_ended_has_no_effect()
    {
        var process = WorkerProcess.Start(Arithmetic.InProcess.Add(1, 2), Options);
        await process.WaitForExitAsync();

        process.Terminate();
        process.Kill();
        process.Interrupt();

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(3, await process.Result);
    }

    [Fact]
    public async Task Exited_is_raised_once_also_for_a_handler_that_comes_late()
    {
        var early = 0;
        var late = 0;
        var process = WorkerProcess.Start(Arithmetic.InProcess.Add(1, 1), Options);
        process.Exited += (sender, _) => Interlocked.Add(ref early, ReferenceEquals(sender, process) ? 1 : 100);

        await process.WaitForExitAsync();
        await Eventually.HoldsAsync(() => Volatile.Read(ref early) > 0, s_soon, "the early handler is called");
        process.Exited += (_, _) => Interlocked.Increment(ref late);

        await Eventually.HoldsAsync(() => Volatile.Read(ref late) > 0, s_soon, "the late handler is called");
        Assert.Equal((1, 1), (early, late));
    }

    [Fact]
    public async Task A_timeout_of_the_method_cancels_it()
    {
        var process = WorkerProcess.Start(Waiting.InProcess.WaitPastItsTimeout(CancellationToken.None), Options);

        await Assert.ThrowsAsync<TimeoutException>(() => process.Completion);
        Assert.True(process.WaitForExit(s_soon));
        Assert.Equal(1, process.ExitCode);
    }

    [Fact]
    [Trait("Case", "11")]
    public async Task A_timeout_of_the_method_kills_a_body_that_does_not_listen()
    {
        var process = WorkerProcess.Start(Waiting.InProcess.SpinPastItsTimeout(), Options);

        var error = await Assert.ThrowsAsync<TimeoutException>(() => process.Completion);
        Assert.Contains("SpinPastItsTimeout", error.Message);
        Assert.True(process.WaitForExit(s_soon));
        Assert.Equal("SIGKILL", process.ExitSignal);
    }

    [Fact]
    public async Task The_token_among_the_arguments_cancels_the_body()
    {
        using var source = new CancellationTokenSource();
        var process = WorkerProcess.Start(Waiting.InProcess.WaitForCancellation(source.Token), Options);
        await _captured.WaitForAsync("running");

        source.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => process.Completion);
        Assert.True(process.WaitForExit(s_soon));
    }
}
