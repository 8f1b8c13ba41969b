using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Processes;

/// <summary>Bodies that take their process down.</summary>
[Trait("Case", "2")]
public sealed class CrashTests : IClassFixture<LeakCheck>
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(20);
    private readonly CapturedOutput _captured = new();

    [Theory]
    [InlineData(Ending.NativeCrash, "SIGSEGV", null)]
    [InlineData(Ending.FailFast, "SIGABRT", null)]
    [InlineData(Ending.Abort, "SIGABRT", null)]
    [InlineData(Ending.StackOverflow, "SIGABRT", null)]
    [InlineData(Ending.UnhandledExceptionOnAnotherThread, "SIGABRT", null)]
    [InlineData(Ending.KillSelf, "SIGKILL", null)]
    [InlineData(Ending.ExitZero, null, 0)]
    [InlineData(Ending.Exit42, null, 42)]
    public async Task The_error_names_how_the_process_ended(Ending ending, string? signal, int? exitCode)
    {
        var process = WorkerProcess.Start(Endings.InProcess.End(ending), new() { Name = "doomed", Output = _captured.Output });

        var error = await Assert.ThrowsAsync<WorkerCrashedException>(() => process.Result.WaitAsync(s_soon));
        Assert.True(process.WaitForExit(s_soon));

        Assert.Equal((signal, exitCode), (error.Signal, error.ExitCode));
        Assert.Equal((signal, exitCode), (process.ExitSignal, process.ExitCode));
        Assert.Equal(process.Id, error.ProcessId);
        Assert.Equal("doomed", error.WorkerName);
        Assert.Contains("Endings.End", error.Method);
        Assert.True(error.MayHaveRun);
        Assert.Contains(signal ?? $"exit code {exitCode}", error.Message);
    }

    [Theory]
    [InlineData(Ending.FailFast, "failing fast on purpose")]
    [InlineData(Ending.StackOverflow, "Stack overflow")]
    [InlineData(Ending.UnhandledExceptionOnAnotherThread, "nobody catches this")]
    public async Task The_error_holds_the_last_words_of_the_process(Ending ending, string words)
    {
        var process = WorkerProcess.Start(Endings.InProcess.End(ending), new() { Output = _captured.Output });

        var error = await Assert.ThrowsAsync<WorkerCrashedException>(() => process.Result);

        Assert.Contains(error.LastErrorLines, line => line.Contains(words, StringComparison.OrdinalIgnoreCase));
        Assert.Contains(words, error.Message, StringComparison.OrdinalIgnoreCase);
        await process.WaitForExitAsync();
    }

    [Theory]
    [Trait("Case", "29")]
    [InlineData(Ending.NativeCrash)]
    [InlineData(Ending.StackOverflow)]
    [InlineData(Ending.Exit42)]
    [InlineData(Ending.KillSelf)]
    public void What_was_written_before_a_crash_arrives_also_without_a_line_end(Ending ending)
    {
        var process = WorkerProcess.Start(Endings.InProcess.WriteThenEnd(ending, "first\nlast word", "warned"), new() { Output = _captured.Output });
        _ = process.Completion;

        Assert.True(process.WaitForExit(s_soon));
        Assert.Equal(["first", "last word"], _captured.Lines.Where(line => !line.IsError).Select(line => line.Text));
        Assert.Contains("warned", _captured.Lines.First(line => line.IsError).Text);
    }

    [Theory]
    [Trait("Case", "29")]
    [InlineData(Ending.None)]
    [InlineData(Ending.Exit42)]
    [InlineData(Ending.UnhandledExceptionOnAnotherThread)]
    public void What_a_buffered_console_holds_is_flushed_where_managed_code_still_runs_at_the_end(Ending ending)
    {
        var process = WorkerProcess.Start(Endings.InProcess.WriteBufferedThenEnd(ending, "kept until the end"), new() { Output = _captured.Output });
        _ = process.Completion;

        Assert.True(process.WaitForExit(s_soon));
        Assert.Contains("kept until the end", _captured.Texts);
    }

    [Fact]
    public async Task An_exception_that_nobody_handles_on_another_thread_is_the_cause()
    {
        var process = WorkerProcess.Start(Endings.InProcess.End(Ending.UnhandledExceptionOnAnotherThread), new() { Output = _captured.Output });

        var error = await Assert.ThrowsAsync<WorkerCrashedException>(() => process.Completion.WaitAsync(s_soon));

        Assert.Equal("nobody catches this", Assert.IsType<InvalidOperationException>(error.InnerException).Message);
        await process.WaitForExitAsync();
    }

    [Theory]
    [InlineData(Ending.FailFast, "SIGABRT (Environment.FailFast)")]
    [InlineData(Ending.StackOverflow, "SIGABRT (stack overflow)")]
    [InlineData(Ending.UnhandledExceptionOnAnotherThread, "SIGABRT (unhandled exception)")]
    [InlineData(Ending.Abort, "SIGABRT while")]
    public async Task The_error_tells_apart_what_ends_with_one_signal(Ending ending, string how)
    {
        var process = WorkerProcess.Start(Endings.InProcess.End(ending), new() { Output = _captured.Output });

        var error = await Assert.ThrowsAsync<WorkerCrashedException>(() => process.Completion.WaitAsync(s_soon));

        Assert.Contains($"ended with {how}", error.Message);
        await process.WaitForExitAsync();
    }

    [Fact]
    [Trait("Case", "1")]
    public async Task A_process_killed_from_outside_fails_its_call_with_id_and_signal()
    {
        var process = WorkerProcess.Start(Waiting.InProcess.SpinForever(), new() { Output = _captured.Output });
        await _captured.WaitForAsync("running");

        System.Diagnostics.Process.GetProcessById(process.Id).Kill();

        var error = await Assert.ThrowsAsync<WorkerCrashedException>(() => process.Completion.WaitAsync(TimeSpan.FromSeconds(2)));
        Assert.Equal((process.Id, "SIGKILL"), (error.ProcessId, error.Signal));
        Assert.True(error.Elapsed > TimeSpan.Zero);
        await process.WaitForExitAsync();
    }
}
