using System.Diagnostics.CodeAnalysis;
using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Processes;

/// <summary>Processes as classes.</summary>
[Trait("Case", "29")]
public sealed class SubclassTests : IClassFixture<LeakCheck>
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(15);
    private readonly CapturedOutput _captured = new();

    private WorkerProcessOptions Options => new() { Output = _captured.Output };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_worker_sees_fields_name_id_parent_and_daemon_flag(bool isDaemon)
    {
        var process = new GreetingProcess("hello") { Name = "greeter", IsDaemon = isDaemon, Mood = "glad" };
        process.Start(Options);

        Assert.True(process.WaitForExit(s_soon));
        Assert.Equal(
            [
                "hello glad 1+2+3",
                $"name greeter, id {process.Id}, parent {Environment.ProcessId}, daemon {isDaemon}",
                $"current True, alive True, process {process.Id}",
            ],
            _captured.Texts);
        Assert.All(_captured.Lines, line => Assert.Equal(("greeter", process.Id, false), (line.WorkerName, line.ProcessId, line.IsError)));
    }

    [Fact]
    public void What_the_worker_changes_stays_there()
    {
        var process = new GreetingProcess("hello");
        process.Start(Options);

        Assert.True(process.WaitForExit(s_soon));
        Assert.Equal("calm", process.Mood);
        Assert.Equal([1, 2, 3], process.Numbers);
    }

    [Fact]
    public void No_constructor_runs_in_the_worker()
    {
        var process = new ConstructedProcess();
        process.Start(Options);

        Assert.True(process.WaitForExit(s_soon));
        Assert.Equal(["body"], _captured.Texts);
    }

    [Fact]
    public async Task An_asynchronous_body_is_cancelled_by_terminate()
    {
        var process = new AsynchronousProcess();
        process.Start(Options);
        await _captured.WaitForAsync("running");

        process.Terminate();

        Assert.True(process.WaitForExit(s_soon));
        Assert.Equal(["running", "finally"], _captured.Texts);
    }

    [Fact]
    public async Task A_body_that_throws_ends_with_exit_code_1()
    {
        var process = new FailingProcess();
        process.Start(Options);

        Assert.Equal("this process never works", (await Assert.ThrowsAsync<NotSupportedException>(() => process.Completion)).Message);
        Assert.True(process.WaitForExit(s_soon));
        Assert.Equal(1, process.ExitCode);
    }

    [Fact]
    public async Task A_call_sees_its_process_too()
    {
        var process = WorkerProcess.Start(Self.InProcess.Describe(), new() { Name = "mirror" });

        Assert.Equal($"mirror|{process.Id}|{Environment.ProcessId}|True|{process.Id}", await process.Result);
        await process.WaitForExitAsync();
    }

    [Fact]
    public void This_process_is_no_worker() => Assert.Equal("no worker", Self.Describe());

    [Fact]
    public async Task A_dropped_object_neither_kills_its_process_nor_leaks_it()
    {
        var path = Path.Combine(TestRun.TemporaryFolder, "go-on.txt");
        StartAndDrop(path);
        await _captured.WaitForAsync("begin");
        for (var i = 0; i < 10; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        var child = Assert.Single(WorkerProcess.GetActiveChildren());
        Assert.Equal(["begin"], _captured.Texts);
        File.WriteAllText(path, "");
        Assert.True(child.WaitForExit(s_soon));
        File.Delete(path);
        Assert.Equal(["begin", "end"], _captured.Texts);
        Assert.Equal(0, child.ExitCode);
    }

    [SuppressMessage("ProcGen.Use", "PROCGEN042", Justification = "What is dropped is the test.")]
    private void StartAndDrop(string path) => new PatientProcess(path).Start(Options);
}
