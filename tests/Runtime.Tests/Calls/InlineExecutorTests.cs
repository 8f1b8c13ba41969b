using ProcGen.Tests.Workers;

namespace ProcGen.Tests.Calls;

public sealed class InlineExecutorTests
{
    private readonly InlineExecutor _executor = new();

    [Fact]
    public async Task A_call_runs_in_this_process()
    {
        Assert.Equal(5, await _executor.RunAsync(Bodies.InProcess.Add(2, 3), TestContext.Current.CancellationToken).Soon());
        Assert.Equal(Environment.ProcessId, await Bodies.InProcess.ProcessId().On(_executor).Start().Soon());
    }

    [Fact]
    public async Task Arguments_and_results_are_copies()
    {
        var list = new List<int> { 1, 2 };

        List<int> result = await _executor.RunAsync(Bodies.InProcess.AddTo(list, 3), TestContext.Current.CancellationToken).Soon();

        Assert.Equal([1, 2], list);
        Assert.Equal([1, 2, 3], result);
    }

    [Fact]
    public async Task Live_arguments_work()
    {
        List<int> reports = [];
        await _executor.RunAsync(Bodies.InProcess.Report(100, new Immediate(reports.Add)), TestContext.Current.CancellationToken).Soon();
        Assert.Equal(Enumerable.Range(0, 100), reports);

        Assert.Equal(45, await _executor.RunAsync(Bodies.InProcess.Take(Enumerable.Range(0, 10), 10), TestContext.Current.CancellationToken).Soon());

        using var cancellation = new CancellationTokenSource();
        Task waiting = _executor.RunAsync(Bodies.InProcess.WaitFor(cancellation.Token), TestContext.Current.CancellationToken);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon());
    }

    [Fact]
    public async Task Streams_work_and_end_when_they_are_left()
    {
        Assert.Equal(Enumerable.Range(0, 500), await _executor.StreamAsync(Bodies.InProcess.Count(0, 500), TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));

        // No other test counts from here.
        const int From = -1_000_000;
        await foreach (int item in _executor.StreamAsync(Bodies.InProcess.Count(From, 1_000_000), TestContext.Current.CancellationToken))
        {
            if (item == From + 10)
            {
                break;
            }
        }

        await Eventually.HoldsAsync(() => Bodies.FinallyBlocks(From) == 1, what: "the iterator's finally block runs");
    }

    [Fact]
    public async Task The_executors_token_cancels_the_call_and_the_future_names_it()
    {
        using var cancellation = new CancellationTokenSource();
        Task waiting = _executor.RunAsync(Bodies.InProcess.WaitForAsync(CancellationToken.None), cancellation.Token);

        await cancellation.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon());
        Assert.Equal(cancellation.Token, error.CancellationToken);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_begins_never_runs()
    {
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _executor.RunAsync(Bodies.InProcess.WriteFile(file, "ran"), new CancellationToken(canceled: true)).Soon());

        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Errors_are_rebuilt_as_from_a_worker()
    {
        var error = await Assert.ThrowsAsync<FormatException>(() => _executor.RunAsync(Bodies.InProcess.Throw("format"), TestContext.Current.CancellationToken).Soon());

        Assert.Equal(7, error.Data["line"]);
        Assert.Contains("Bodies.cs:line", error.ToString());
    }

    [Fact]
    public async Task A_timeout_of_the_method_ends_the_call()
    {
        var error = await Assert.ThrowsAsync<TimeoutException>(() => _executor.RunAsync(Bodies.InProcess.WaitALittle(CancellationToken.None), TestContext.Current.CancellationToken).Soon());

        Assert.Contains("WaitALittle", error.Message);
    }

    [Fact]
    public async Task Log_records_of_a_body_go_to_the_factory_of_the_executor_with_the_method()
    {
        using var log = new RecordingLoggerFactory();
        var executor = new InlineExecutor(log);

        await executor.RunAsync(Bodies.InProcess.Log("inline", 3), TestContext.Current.CancellationToken).Soon();

        // Three, and one with an exception.
        await Eventually.HoldsAsync(() => log.Records.Count == 4);
        RecordingLoggerFactory.Record first = log.Records.First();
        Assert.Equal($"[inline {Environment.ProcessId}] inline 0", first.Text);
        Assert.Equal(Bodies.InProcess.Log("", 0).Method.DisplayName, first.Values["Method"]);
    }

    [Fact]
    public async Task More_log_records_than_fit_at_once_arrive()
    {
        using var log = new RecordingLoggerFactory();
        var executor = new InlineExecutor(log);

        for (int i = 0; i < 20; i++)
        {
            await executor.RunAsync(Bodies.InProcess.Log("batch", 200), TestContext.Current.CancellationToken).Soon();
            int expected = 201 * (i + 1);
            await Eventually.HoldsAsync(() => log.Records.Count == expected);
        }
    }

    private sealed class Immediate(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
