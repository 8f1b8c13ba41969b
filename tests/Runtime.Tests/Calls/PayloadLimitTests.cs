namespace ProcGen.Tests.Calls;

public sealed partial class PayloadLimitTests
{
    [Fact]
    public async Task An_argument_of_more_than_two_gigabytes_is_refused_on_the_caller_s_thread_and_the_error_names_the_limit()
    {
        // One array, nine times: the payload would hold 2.3 GB.
        byte[] part = new byte[256 << 20];
        byte[][] parts = [.. Enumerable.Repeat(part, 9)];
        var executor = new InlineExecutor();

        // Thrown by the launch itself, before there is a task.
        var error = Assert.Throws<ProcessSerializationException>(() => { _ = executor.RunAsync(InProcess.CountParts(parts), TestContext.Current.CancellationToken); });

        Assert.Contains("2,147,483,647", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await executor.RunAsync(InProcess.CountParts([[1, 2, 3]]), TestContext.Current.CancellationToken));
    }

    [RunInProcess]
    internal static int CountParts(byte[][] parts) => parts.Length;
}
