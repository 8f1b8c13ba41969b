using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Processes;

/// <summary>
/// Every harm at every stage of a call. The stages of the caller's side (writing an argument, reading a result) are run with an exception only: a crash there is the
/// caller's own end.
/// </summary>
[Trait("Case", "3")]
public sealed class CrossingFailureTests : IClassFixture<LeakCheck>
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(20);
    private static readonly WorkerProcessOptions s_options = new() { Output = WorkerOutput.Discard };

    [Fact]
    public void An_argument_that_cannot_be_written_fails_the_start_on_the_callers_thread()
    {
        var error = Assert.ThrowsAny<ProcessSerializationException>(() => { WorkerProcess.Start(Crossing.InProcess.Take(new(Harm.Throw, Harm.None)), s_options); });

        AssertNames(error, "an argument of 'Crossing.Take");
        Assert.Empty(WorkerProcess.GetActiveChildren());
    }

    [Fact]
    public async Task An_argument_that_cannot_be_read_fails_the_call()
    {
        var error = await FailAsync<ProcessSerializationException>(Crossing.InProcess.Take(new(Harm.None, Harm.Throw)));

        AssertNames(error, "an argument of 'Crossing.Take");
    }

    [Fact]
    public async Task A_body_that_throws_fails_the_call()
    {
        var error = await FailAsync<FormatException>(Crossing.InProcess.Spring(Harm.Throw));

        Assert.Equal("the trap was sprung", error.Message);
    }

    [Fact]
    public async Task A_result_that_cannot_be_written_fails_the_call()
    {
        var error = await FailAsync<ProcessSerializationException>(Crossing.InProcess.Give(Harm.Throw, Harm.None));

        AssertNames(error, "the result of 'Crossing.Give");
    }

    [Fact]
    public async Task A_result_that_cannot_be_read_fails_the_call()
    {
        var process = WorkerProcess.Start(Crossing.InProcess.Give(Harm.None, Harm.Throw), s_options);
        var error = await Assert.ThrowsAnyAsync<ProcessSerializationException>(() => process.Result.WaitAsync(s_soon));

        Assert.True(process.WaitForExit(s_soon));
        AssertNames(error, "the result of 'Crossing.Give");
    }

    [Theory]
    [InlineData(Harm.Exit, 42, null)]
    [InlineData(Harm.NativeCrash, null, "SIGSEGV")]
    public async Task A_process_that_ends_while_it_reads_an_argument_fails_the_call(Harm harm, int? exitCode, string? signal) =>
        AssertCrashed(await FailAsync<WorkerCrashedException>(Crossing.InProcess.Take(new(Harm.None, harm))), exitCode, signal);

    [Theory]
    [InlineData(Harm.Exit, 42, null)]
    [InlineData(Harm.NativeCrash, null, "SIGSEGV")]
    public async Task A_process_that_ends_in_the_body_fails_the_call(Harm harm, int? exitCode, string? signal) =>
        AssertCrashed(await FailAsync<WorkerCrashedException>(Crossing.InProcess.Spring(harm)), exitCode, signal);

    [Theory]
    [InlineData(Harm.Exit, 42, null)]
    [InlineData(Harm.NativeCrash, null, "SIGSEGV")]
    public async Task A_process_that_ends_while_it_writes_the_result_fails_the_call(Harm harm, int? exitCode, string? signal) =>
        AssertCrashed(await FailAsync<WorkerCrashedException>(Crossing.InProcess.Give(harm, Harm.None)), exitCode, signal);

    private static async Task<TException> FailAsync<TException>(ProcessCall call)
        where TException : Exception
    {
        var process = WorkerProcess.Start(call, s_options);
        var error = await Assert.ThrowsAnyAsync<TException>(() => process.Completion.WaitAsync(s_soon));
        Assert.True(process.WaitForExit(s_soon));
        return error;
    }

    /// <summary>The error says where the call failed, and holds why.</summary>
    private static void AssertNames(ProcessSerializationException error, string what)
    {
        Assert.Contains(what, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("the trap was sprung", Assert.IsType<FormatException>(error.InnerException).Message);
    }

    private static void AssertCrashed(WorkerCrashedException error, int? exitCode, string? signal) =>
        Assert.Equal((exitCode, signal), (error.ExitCode, error.Signal));
}
