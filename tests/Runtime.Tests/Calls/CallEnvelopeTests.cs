using CsCheck;
using ProcGen.Tests.Workers;

namespace ProcGen.Tests.Calls;

public sealed class CallEnvelopeTests
{
    private readonly InlineExecutor _executor = new();

    [Fact]
    public async Task A_call_travels_as_bytes_and_runs_at_its_destination()
    {
        byte[] bytes = CallEnvelope.Of(Bodies.InProcess.Add(2, 3)).ToArray();

        ProcessCall<int> call = CallEnvelope.Parse(bytes).ToCall<int>();

        Assert.Equal(5, await _executor.RunAsync(call, TestContext.Current.CancellationToken).Soon());
        Assert.Equal(5, await _executor.RunAsync(call, TestContext.Current.CancellationToken).Soon());
    }

    [Fact]
    public async Task The_method_need_not_be_known_to_run_the_call()
    {
        string file = Path.GetTempFileName();
        try
        {
            ProcessCall call = CallEnvelope.Parse(CallEnvelope.Of(Bodies.InProcess.WriteFile(file, "arrived")).ToArray()).ToCall();

            await _executor.RunAsync(call, TestContext.Current.CancellationToken).Soon();

            Assert.Equal("arrived", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void What_lives_with_the_caller_is_refused_by_the_parameters_name()
    {
        using var cancellation = new CancellationTokenSource();

        Assert.Contains("'token'", Assert.Throws<ProcessSerializationException>(() => CallEnvelope.Of(Bodies.InProcess.WaitFor(cancellation.Token))).Message);
        Assert.Contains("'progress'", Assert.Throws<ProcessSerializationException>(() => CallEnvelope.Of(Bodies.InProcess.Report(1, new Progress<int>()))).Message);
        Assert.Contains("'items'", Assert.Throws<ProcessSerializationException>(() => CallEnvelope.Of(Bodies.InProcess.Take([1], 1))).Message);
    }

    [Fact]
    public void A_token_that_can_never_be_cancelled_is_no_obstacle() =>
        Assert.Equal(Bodies.InProcess.WaitFor(CancellationToken.None).Method.Id, CallEnvelope.Of(Bodies.InProcess.WaitFor(CancellationToken.None)).MethodId);

    [Fact]
    public void Another_result_than_the_methods_is_refused() =>
        Assert.Contains("does not return", Assert.Throws<ProcessSerializationException>(() => CallEnvelope.Of(Bodies.InProcess.Add(1, 2)).ToCall<string>()).Message);

    [Fact]
    public void Bytes_that_are_no_envelope_are_refused_with_a_typed_error()
    {
        byte[] envelope = CallEnvelope.Of(Bodies.InProcess.Add(1, 2)).ToArray();

        Gen.Int[0, envelope.Length - 1].Sample(length =>
            Assert.Throws<ProcessSerializationException>(() => CallEnvelope.Parse(envelope.AsSpan(0, length))));
    }
}
