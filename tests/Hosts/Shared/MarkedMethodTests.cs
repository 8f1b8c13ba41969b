using Xunit;

namespace ProcGen.Hosts;

/// <summary>The same tests for both test platforms.</summary>
public sealed partial class MarkedMethodTests
{
    [RunInProcess]
    private static Answer Describe(string text) => Answer.To(text);

    [Fact]
    public async Task A_marked_method_runs_in_a_worker()
    {
        Answer answer = await InProcess.Describe("in a test");
        HostReport.Write(Answer.ExplainRoute());
        Assert.True(HostReport.WriteCall("test", "in a test", answer.Text, answer.ProcessId, answer.Facts));
    }

    [Fact]
    public async Task A_library_s_marked_method_runs_in_a_worker()
    {
        Answer answer = await LibraryMethods.InProcess.Describe("in a library");
        Assert.True(HostReport.WriteCall("library", "in a library", answer.Text, answer.ProcessId, answer.Facts));
    }
}
