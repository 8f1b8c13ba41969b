using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Processes;

/// <summary>What a worker writes.</summary>
[Trait("Case", "45")]
public sealed class OutputTests : IClassFixture<LeakCheck>
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(20);
    private readonly CapturedOutput _captured = new();

    [Fact]
    public void Both_streams_arrive_by_line_with_the_name_and_id_of_their_worker()
    {
        var process = WorkerProcess.Start(Printing.InProcess.WriteBoth("to out", "to error"), new() { Name = "printer", Output = _captured.Output });

        Assert.True(process.WaitForExit(s_soon));
        Assert.Contains(new WorkerOutputLine("printer", process.Id, IsError: false, "to out"), _captured.Lines);
        Assert.Contains(new WorkerOutputLine("printer", process.Id, IsError: true, "to error"), _captured.Lines);
    }

    [Fact]
    public void Everything_is_there_when_the_wait_is_over()
    {
        const int Lines = 20_000;
        var process = WorkerProcess.Start(Printing.InProcess.WriteMany(Lines), new() { Output = _captured.Output });

        Assert.True(process.WaitForExit(s_soon));
        Assert.Equal(Enumerable.Range(0, Lines).Select(i => $"line {i}"), _captured.Texts);
    }

    [Fact]
    public void Text_that_is_no_ASCII_and_a_line_without_end_arrive_whole()
    {
        var process = WorkerProcess.Start(Printing.InProcess.WriteBoth("测试Python多进程 🐍", ""), new() { Output = _captured.Output });

        Assert.True(process.WaitForExit(s_soon));
        Assert.Contains("测试Python多进程 🐍", _captured.Texts);
    }

    [Fact]
    public void A_writer_gets_the_lines_with_name_and_id()
    {
        var writer = new StringWriter();
        var process = WorkerProcess.Start(Printing.InProcess.WriteBoth("to out", "to error"), new() { Name = "printer", Output = WorkerOutput.ToWriter(writer) });

        Assert.True(process.WaitForExit(s_soon));
        Assert.Contains($"[printer {process.Id}] to out", writer.ToString());
        Assert.Contains($"[printer {process.Id}] to error", writer.ToString());
    }

    [Fact]
    public async Task A_receiver_that_throws_does_not_stop_the_worker()
    {
        var process = WorkerProcess.Start(
            Printing.InProcess.WriteMany(1000), new() { Output = WorkerOutput.ToCallback(_ => throw new InvalidOperationException("bad receiver")) });

        await process.Completion.WaitAsync(s_soon);
        Assert.True(process.WaitForExit(s_soon));
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Discarded_output_still_reaches_crash_reports()
    {
        var process = WorkerProcess.Start(Endings.InProcess.WriteThenEnd(Ending.Exit42, "", "the last line\n"), new() { Output = WorkerOutput.Discard });

        var error = await Assert.ThrowsAsync<WorkerCrashedException>(() => process.Completion);
        Assert.Contains("the last line", error.LastErrorLines);
        await process.WaitForExitAsync();
    }

    [Fact]
    public void A_grandchild_that_holds_the_streams_open_does_not_delay_the_end()
    {
        var process = WorkerProcess.Start(Printing.InProcess.LeaveAChildBehind(), new() { Output = _captured.Output });

        Assert.True(process.WaitForExit(s_soon));
        Assert.Equal(["left"], _captured.Texts);
    }

    [Fact]
    public void Reading_standard_input_gives_the_end_of_it()
    {
        var process = WorkerProcess.Start(Printing.InProcess.ReadLine(), new() { Output = _captured.Output });

        Assert.True(process.WaitForExit(s_soon));
        Assert.Equal(["read nothing"], _captured.Texts);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Ending.Exit42)]
    public async Task Log_records_arrive_with_category_level_worker_and_call_also_before_an_exit(Ending? ending)
    {
        using var log = new RecordedLog();
        var process = WorkerProcess.Start(
            Logging.InProcess.LogAndEnd("three days late", ending), new() { Name = "clerk", LoggerFactory = log, Output = WorkerOutput.Discard });
        await process.Completion.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        Assert.True(process.WaitForExit(s_soon));

        await Eventually.HoldsAsync(() => log.Records.Any(record => record.Category == "Orders"), s_soon, "the record is there");
        var record = log.Records.Single(record => record.Category == "Orders");

        Assert.Equal(Microsoft.Extensions.Logging.LogLevel.Warning, record.Level);
        Assert.Equal((7, "Late"), (record.Event.Id, record.Event.Name));
        Assert.Equal($"[clerk {process.Id}] three days late", record.Text);
        Assert.Equal("clerk", record.Values["WorkerName"]);
        Assert.Equal(process.Id, record.Values["WorkerProcessId"]);
        Assert.Contains("LogAndEnd", $"{record.Values["Method"]}");
    }
}
