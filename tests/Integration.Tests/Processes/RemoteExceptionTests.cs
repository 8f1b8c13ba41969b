using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Processes;

/// <summary>Exceptions that cross from a worker.</summary>
[Trait("Case", "46")]
public sealed class RemoteExceptionTests : IClassFixture<LeakCheck>
{
    private static readonly WorkerProcessOptions s_options = new() { Output = WorkerOutput.Discard };

    [Fact]
    public async Task An_exception_is_caught_by_its_type_with_its_inner_chain_and_Data()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(Failures.InProcess.ThrowWithCause("outer")));

        Assert.Equal("outer", error.Message);
        var cause = Assert.IsType<ArgumentOutOfRangeException>(error.InnerException);
        Assert.Equal("count", cause.ParamName);
        Assert.StartsWith("too many", cause.Message);
        Assert.Equal(7, error.Data["number"]);
        Assert.Equal("seven", error.Data["text"]);
    }

    [Fact]
    public async Task The_text_of_an_exception_holds_the_remote_stack_with_file_and_line_and_the_process()
    {
        var process = WorkerProcess.Start(Failures.InProcess.ThrowWithCause("outer"), s_options);

        var text = (await Assert.ThrowsAsync<InvalidOperationException>(() => process.Result)).ToString();

        Assert.Contains("Failures.ThrowWithCause", text);
        Assert.Contains("Failures.cs:line", text);
        Assert.Contains(process.Id.ToString(), text);
        await process.WaitForExitAsync();
    }

    [Fact]
    public async Task An_exception_class_of_the_application_is_rebuilt()
    {
        var error = await Assert.ThrowsAsync<OrderException>(() => RunAsync(Failures.InProcess.ThrowCustom(12)));

        Assert.Equal("order 12 failed", error.Message);
    }

    [Fact]
    public async Task An_exception_that_cannot_be_rebuilt_arrives_as_an_envelope()
    {
        var process = WorkerProcess.Start(Failures.InProcess.ThrowUnbuildable(), s_options);

        var error = await Assert.ThrowsAsync<RemoteException>(() => process.Completion);

        Assert.Contains(nameof(UnbuildableException), error.RemoteTypeName);
        Assert.Contains("cannot be made again", error.Message);
        Assert.Contains("ThrowUnbuildable", error.RemoteStackTrace);
        Assert.Equal(process.Id, error.ProcessId);
        await process.WaitForExitAsync();
    }

    [Fact]
    public async Task Several_inner_exceptions_arrive_all()
    {
        var error = await Assert.ThrowsAsync<AggregateException>(() => RunAsync(Failures.InProcess.ThrowAggregate()));

        Assert.Collection(
            error.InnerExceptions,
            first => Assert.Equal("first", Assert.IsType<FormatException>(first).Message),
            second => Assert.Equal("second", Assert.IsType<TimeoutException>(second).Message));
    }

    [Fact]
    public async Task An_asynchronous_body_fails_the_same_way()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(Failures.InProcess.ThrowLater("later")));

        Assert.Equal("later", error.Message);
    }

    private static async Task RunAsync(ProcessCall call)
    {
        var process = WorkerProcess.Start(call, s_options);
        try
        {
            await process.Completion;
        }
        finally
        {
            await process.WaitForExitAsync();
        }
    }
}
