using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ProcGen.Calls;
using ProcGen.Launching;
using ProcGen.Workers;

namespace ProcGen.Tests.Workers;

public abstract class WorkerConnectionTests(string carrier) : CarrierTests(carrier)
{
    [Fact]
    public async Task A_call_runs_in_the_process_of_the_worker()
    {
        await using OneWorker worker = await StartWorkerAsync();

        Assert.Equal(5, await worker.RunAsync(Bodies.InProcess.Add(2, 3)).Soon());
        Assert.Equal(worker.Connection.Process.Id, await worker.RunAsync(Bodies.InProcess.ProcessId()).Soon());
        Assert.NotEqual(Environment.ProcessId, worker.Connection.Process.Id);
    }

    [Fact]
    public async Task A_worker_that_expects_calls_of_a_method_compiles_for_them_before_they_come()
    {
        await using OneWorker worker = await StartWorkerAsync();
        int before = -1;
        int now = 0;

        // What the first calls compile, and what a thread meets once in a while, is over when two counts are the same.
        for (int i = 0; i < 100 && now != before; i++)
        {
            before = now;
            now = await worker.RunAsync(Bodies.InProcess.CountCompiled()).Soon();
        }

        Assert.Equal(before, now);

        worker.Connection.Prepare(Bodies.InProcess.Add(1, 2).Method);

        Assert.True(await worker.RunAsync(Bodies.InProcess.CountCompiled()).Soon() > before);
        Assert.Equal(3, await worker.RunAsync(Bodies.InProcess.Add(1, 2)).Soon());
    }

    [Theory]
    [InlineData("segfault", "SIGSEGV")]
    [InlineData("kill", "SIGKILL")]
    [InlineData("abort", "SIGABRT")]
    [InlineData("overflow", "SIGABRT")]
    public async Task A_crash_in_a_call_fails_the_call_with_the_signals_name(string how, string signal)
    {
        await using OneWorker worker = await StartWorkerAsync();

        var error = await Assert.ThrowsAsync<WorkerCrashedException>(() => worker.RunAsync(Bodies.InProcess.Crash(how)).Soon());

        Assert.Contains(signal, error.Message);
        Assert.Equal(worker.Connection.Process.Id, error.ProcessId);
        Assert.True(error.MayHaveRun);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(42)]
    public async Task An_exit_in_a_call_fails_the_call_whatever_the_code(int code)
    {
        await using OneWorker worker = await StartWorkerAsync();

        var error = await Assert.ThrowsAsync<WorkerCrashedException>(() => worker.RunAsync(Bodies.InProcess.Exit(code)).Soon());

        Assert.Equal(code, error.ExitCode);
    }

    [Fact]
    public async Task An_exception_on_another_thread_ends_the_worker_and_is_named_as_the_cause()
    {
        await using OneWorker worker = await StartWorkerAsync();

        var error = await Assert.ThrowsAsync<WorkerCrashedException>(() => worker.RunAsync(Bodies.InProcess.ThrowOnAnotherThread("nobody caught me")).Soon());

        Assert.Equal("nobody caught me", Assert.IsType<InvalidOperationException>(error.InnerException).Message);
        Assert.Contains("nobody caught me", error.Message);
    }

    [Theory]
    [InlineData("exit:argument-read")]
    [InlineData("kill:argument-read")]
    [InlineData("exit:result-write")]
    [InlineData("kill:result-write")]
    public async Task A_worker_that_ends_while_it_reads_arguments_or_writes_a_result_fails_the_call(string where)
    {
        await using OneWorker worker = await StartWorkerAsync();

        await Assert.ThrowsAsync<WorkerCrashedException>(() => worker.RunAsync(Bodies.InProcess.PassFragile(new Fragile(where))).Soon());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(50)]
    [InlineData(100)]
    [InlineData(200)]
    public async Task A_worker_killed_at_any_moment_of_a_large_call_gives_a_whole_result_or_an_error(int milliseconds)
    {
        await using OneWorker worker = await StartWorkerAsync();
        byte[] large = new byte[100_000_000];

        Task<byte[]> call = worker.RunAsync(Bodies.InProcess.Invert(large));
        await Task.Delay(milliseconds, TestContext.Current.CancellationToken);
        worker.Connection.Kill();

        try
        {
            byte[] inverted = await call.Soon();
            Assert.Equal(large.Length, inverted.Length);
            Assert.Equal(-1, inverted.AsSpan().IndexOfAnyExcept((byte)255));
        }
        catch (WorkerCrashedException e)
        {
            Assert.Equal("SIGKILL", e.Signal);
        }

        await worker.Exited.Soon();
    }

    [Fact]
    public async Task A_large_result_cut_off_by_a_kill_reaches_nobody()
    {
        for (int round = 0; round < 5; round++)
        {
            await using OneWorker worker = await StartWorkerAsync();
            Task<byte[]> call = worker.RunAsync(Bodies.InProcess.Fill(200_000_000, 7));
            await Eventually.HoldsAsync(() => worker.Started.Count == 1, what: "the body runs");
            await Task.Delay(30 * round, TestContext.Current.CancellationToken);

            worker.Connection.Kill();

            try
            {
                Assert.Equal(-1, (await call.Soon()).AsSpan().IndexOfAnyExcept((byte)7));
            }
            catch (WorkerCrashedException e)
            {
                Assert.Equal("SIGKILL", e.Signal);
            }
        }
    }

    [Fact]
    public async Task Log_records_arrive_in_order_with_the_workers_name_and_the_method()
    {
        var log = new RecordingLoggerFactory();
        await using OneWorker worker = await StartWorkerAsync(new WorkerLaunchOptions { Name = "one", LoggerFactory = log });

        await worker.RunAsync(Bodies.InProcess.Log("hello", 100)).Soon();

        await Eventually.HoldsAsync(() => log.Records.Count == 101, what: "the records arrive");
        RecordingLoggerFactory.Record[] records = [.. log.Records];
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"[one {worker.Connection.Process.Id}] hello {i}"), records[..100].Select(record => record.Text));
        Assert.All(records, record => Assert.Equal("ProcGen.Tests.Workers.Logs", record.Category));
        Assert.All(records, record => Assert.Equal(LogLevel.Warning, record.Level));
        Assert.All(records, record => Assert.Equal(Bodies.InProcess.Log("", 0).Method.DisplayName, record.Values["Method"]));
        Assert.Equal(42, records[0].EventId.Id);
        Assert.Contains("FormatException: logged", records[100].Text);
    }

    [Fact]
    public async Task A_flood_of_records_does_not_hold_up_the_worker_and_its_size_is_known()
    {
        var log = new RecordingLoggerFactory { Delay = TimeSpan.FromMilliseconds(1) };
        await using OneWorker worker = await StartWorkerAsync(new WorkerLaunchOptions { Name = "one", LoggerFactory = log });

        await worker.RunAsync(Bodies.InProcess.Log("flood", 20_000)).Soon();

        Assert.InRange(log.Records.Count, 0, 19_000);
        await Eventually.HoldsAsync(
            () =>
            {
                worker.RunAsync(Bodies.InProcess.Log("after", 1)).Wait();
                return log.Records.Any(record => record.Text.Contains("records before this one were dropped", StringComparison.Ordinal));
            },
            what: "a record says how many were dropped");
    }

    [Fact]
    public async Task Large_calls_that_are_cancelled_on_their_way_end_soon()
    {
        await using OneWorker worker = await StartWorkerAsync();
        byte[] large = new byte[100_000_000];
        CallOperation[] calls = [.. Enumerable.Range(0, 10).Select(_ => worker.Send(CallOperation.Create((ProcessCall)Bodies.InProcess.Invert(large))))];
        long start = Stopwatch.GetTimestamp();

        Array.ForEach(calls, call => worker.Connection.Cancel(call));

        foreach (CallOperation call in calls)
        {
            // The first ones may have come back before.
            await call.Task.ContinueWith(static _ => { }, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default).Soon();
        }

        Assert.True(calls[^1].Task.IsCanceled);
        // One call's transfer and body may be at work already; ten would take far longer, here and on a busy machine.
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task The_exit_is_told_after_everything_else_and_once()
    {
        for (int round = 0; round < 5; round++)
        {
            await using OneWorker worker = await StartWorkerAsync();
            bool late = false;
            worker.Ended = _ => late |= worker.Exited.IsCompleted;
            Task<int>[] calls = [.. Enumerable.Range(0, 200).Select(i => worker.RunAsync(Bodies.InProcess.AddAsync(i, 1)))];

            worker.Connection.Kill();
            await worker.Exited.Soon();

            Assert.False(late);
            foreach (Task<int> call in calls)
            {
                await call.ContinueWith(_ => { }, TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default).Soon();
            }
        }
    }

    [Fact]
    public async Task Closing_waits_for_the_calls_and_runs_the_finalizer()
    {
        OneWorker worker = await StartWorkerAsync();
        Task sleeping = worker.RunAsync(Bodies.InProcess.Sleep(300));
        string file = Path.GetTempFileName();
        try
        {
            await worker.Connection.CloseAsync(Bodies.InProcess.WriteFile(file, "finalized"), TimeSpan.FromSeconds(30)).Soon();

            Assert.True(sleeping.IsCompletedSuccessfully);
            Assert.Equal("finalized", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            Assert.Equal(0, (await worker.Exited.Soon()).ExitCode);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Closing_kills_at_the_deadline()
    {
        OneWorker worker = await StartWorkerAsync();
        Task spinning = worker.RunAsync(Bodies.InProcess.Spin());
        await Eventually.HoldsAsync(() => worker.Started.Count == 1, what: "the body runs");

        await worker.Connection.CloseAsync(finalizer: null, TimeSpan.FromMilliseconds(300)).Soon();

        Assert.Equal("SIGKILL", (await worker.Exited.Soon()).Signal);
        await Assert.ThrowsAsync<WorkerCrashedException>(() => spinning.Soon());
    }

    [Fact]
    public async Task The_named_exit_code_is_the_processs()
    {
        OneWorker worker = await StartWorkerAsync();

        await worker.Connection.CloseAsync(finalizer: null, TimeSpan.FromSeconds(30), exitCode: 7).Soon();

        Assert.Equal(7, (await worker.Exited.Soon()).ExitCode);
    }

    [Theory]
    [InlineData("sleep")]
    [InlineData("spin")]
    [InlineData("token")]
    [InlineData("async")]
    public async Task An_interrupt_ends_what_runs_and_leaves_the_worker_usable(string what)
    {
        await using OneWorker worker = await StartWorkerAsync();
        Task running = worker.RunAsync(what switch
        {
            "sleep" => Bodies.InProcess.Sleep(60_000),
            "spin" => Bodies.InProcess.Spin(),
            "token" => Bodies.InProcess.WaitFor(CancellationToken.None),
            _ => Bodies.InProcess.WaitForAsync(CancellationToken.None),
        });
        await Eventually.HoldsAsync(() => worker.Started.Count == 1, what: "the body runs");

        worker.Connection.Interrupt();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.Soon());
        Assert.Equal(worker.Connection.Process.Id, await worker.RunAsync(Bodies.InProcess.ProcessId()).Soon());
    }

    [Fact]
    public async Task A_worker_asked_to_end_by_a_signal_cancels_its_call_and_ends()
    {
        await using OneWorker worker = await StartWorkerAsync();
        Task waiting = worker.RunAsync(Bodies.InProcess.WaitFor(CancellationToken.None));
        await Eventually.HoldsAsync(() => worker.Started.Count == 1, what: "the body runs");

        worker.Connection.Process.Terminate();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon());
        Assert.Equal("SIGTERM", (await worker.Exited.Soon()).Signal);
    }

    [Fact]
    public async Task Preparation_runs_in_order_before_the_worker_is_ready_and_its_events_are_not_told()
    {
        string file = Path.GetTempFileName();
        try
        {
            await using OneWorker worker = await StartWorkerAsync(Bodies.InProcess.AppendFile(file, "a"), Bodies.InProcess.AppendFile(file, "b"));

            Assert.Equal("ab", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            Assert.Empty(worker.Started);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("throw")]
    [InlineData("exit")]
    public async Task A_preparation_that_fails_is_an_error_of_the_start_and_leaves_no_process(string how)
    {
        ProcessCall preparation = how == "throw" ? Bodies.InProcess.Throw("format") : Bodies.InProcess.Exit(0);

        var error = await Assert.ThrowsAsync<WorkerStartException>(() => StartWorkerAsync(preparation).Soon());

        Assert.False(IsAlive(error.ProcessId));
        if (how == "throw")
        {
            Assert.IsType<FormatException>(error.InnerException);
        }
    }

    [Fact]
    public async Task A_worker_that_is_not_ready_in_time_is_killed()
    {
        var options = new WorkerLaunchOptions { Carrier = Carrier, Name = "slow", StartTimeout = TimeSpan.FromSeconds(3) };

        var error = await Assert.ThrowsAsync<WorkerStartException>(() => WorkerConnection.StartAsync(
            options, new OneWorker(), [Bodies.InProcess.Sleep(600_000)], TestContext.Current.CancellationToken).Soon());

        Assert.Contains("did not answer within 3 s", error.Message);
        Assert.False(IsAlive(error.ProcessId));
    }

    [Fact]
    public async Task A_start_that_is_given_up_kills_the_process()
    {
        using var cancellation = new CancellationTokenSource();
        var worker = new OneWorker();
        Task<WorkerConnection> starting = WorkerConnection.StartAsync(
            new WorkerLaunchOptions { Carrier = Carrier, Name = "given up" }, worker, [Bodies.InProcess.Sleep(600_000)], cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => starting.Soon());
        Assert.Equal("SIGKILL", (await worker.Exited.Soon()).Signal);
    }

    private static bool IsAlive(int processId)
    {
        try
        {
            using Process process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
