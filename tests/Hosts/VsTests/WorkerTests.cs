using Hosts;
using ProcGen;

namespace HostedTests;

/// <summary>A test of a user's that calls a marked method. What it saw goes to the file that the environment names, since runners show no output of a test that passes.</summary>
public sealed class WorkerTests
{
    [Fact]
    public async Task A_marked_method_runs_in_a_worker()
    {
        string told = await LibraryMethods.InProcess.Describe(42);

        if (Environment.GetEnvironmentVariable("HOST_REPORT") is { Length: > 0 } report)
        {
            string explanation = string.Join('\n', WorkerDiagnostics.Explain().Split('\n').Select(static line => $"explain: {line.Trim()}"));
            await File.WriteAllTextAsync(report, $"main: {Environment.ProcessId}\n{explanation}\nlibrary: {told}\n", TestContext.Current.CancellationToken);
        }

        Assert.StartsWith("number=42 ", told, StringComparison.Ordinal);
    }
}
