using System.Globalization;
using System.Text.RegularExpressions;

namespace ProcGen.Tests.Routes;

/// <summary>How a host ended, and what it said.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Report">The lines that it reported.</param>
/// <param name="EntryPoints">How many processes came to its own entry point: the host itself, and those of its workers that enter through Main.</param>
/// <param name="Output">Its standard output and error.</param>
internal sealed partial record HostResult(int ExitCode, IReadOnlyList<string> Report, int EntryPoints, string Output)
{
    public IEnumerable<HostCall> Calls => Report.Select(static line => CallLine().Match(line)).Where(static match => match.Success).Select(static match => new HostCall(
        match.Groups["method"].Value, match.Groups["result"].Value, Number(match, "parent"), Number(match, "worker"), match.Groups["facts"].Value));

    /// <summary>Checks that these methods ran, in other processes that saw nothing of how they were started, with the right results.</summary>
    /// <param name="route">How the host says that it starts workers.</param>
    /// <param name="program">The program that the workers have to be.</param>
    /// <param name="expected">Each method with its result.</param>
    public void AssertRan(string route, string program, params (string Method, string Result)[] expected)
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{this}");
        Assert.Contains($"Route:       {route}", Report);
        Assert.Equal(expected.Order(), Calls.Select(static call => (call.Method, call.Result)).Order());
        Assert.All(Calls, call =>
        {
            Assert.NotEqual(call.ParentId, call.WorkerId);
            Assert.Equal($"program={program} input=end marker=none hooks=none server=False", call.Facts);
        });
    }

    public override string ToString() => $"entry points: {EntryPoints}\nreport:\n{string.Join('\n', Report)}\noutput:\n{Output}";

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("^method=(?<method>.*) result=(?<result>.*) parentPid=(?<parent>\\d+) workerPid=(?<worker>\\d+) (?<facts>.*)$")]
    private static partial Regex CallLine();
}

/// <summary>The first words of <see cref="WorkerDiagnostics.Explain"/>.</summary>
internal static class HostRoutes
{
    public const string Hook = "the application again, taken over by a startup hook";
    public const string Line = "the application again, taken over by the line in its Main";
    public const string WorkerHost = "the worker host with the files of the component";
}

/// <summary>One call of a marked method, as the host reported it.</summary>
internal sealed record HostCall(string Method, string Result, int ParentId, int WorkerId, string Facts);
