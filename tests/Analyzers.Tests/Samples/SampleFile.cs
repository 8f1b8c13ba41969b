using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Tests.Verification;
using ProcGen.Tests;

namespace ProcGen.Analyzers.Tests.Samples;

/// <summary>A file of samples/Diagnostics: code, and at the end of a line the reports that are expected there.</summary>
internal sealed partial class SampleFile(string ruleId)
{
    public static string Folder { get; } = Repository.PathOf("samples", "Diagnostics");

    public string Path { get; } = System.IO.Path.Combine(Folder, ruleId + ".cs");

    public static IEnumerable<string> Existing => Directory.GetFiles(Folder, "*.cs").Select(path => System.IO.Path.GetFileNameWithoutExtension(path));

    public string Text => File.ReadAllText(Path).ReplaceLineEndings("\n");

    /// <summary>The expected reports as <c>line: report</c>.</summary>
    public IEnumerable<string> Expected =>
        Text.Split('\n').SelectMany((line, index) => Comment().Match(line) is { Success: true } match ? [$"{index + 1}: {match.Groups["report"].Value}"] : Array.Empty<string>());

    /// <summary>Reports in the form of <see cref="Expected"/>; several on a line are one comment.</summary>
    public static IEnumerable<string> Describe(IEnumerable<Diagnostic> reports) =>
        ByLine(reports).Select(line => $"{line.Key + 1}: {line.Value}");

    /// <summary>Writes the reports into the file as comments, and the file itself from the page of the rule if there is none.</summary>
    public void Update(IEnumerable<Diagnostic> reports)
    {
        string[] lines = [.. Text.Split('\n').Select(line => Comment().Replace(line, ""))];
        foreach ((int line, string text) in ByLine(reports))
        {
            lines[line] = $"{lines[line]} // {text}";
        }

        File.WriteAllText(Path, string.Join('\n', lines));
    }

    /// <summary>Makes the file of a new rule from its page.</summary>
    public void CreateFromPage()
    {
        string wrong = RulePage.Read(ruleId).Wrong;

        // What has to come first in a file stays there.
        string[] lines = wrong.Split('\n');
        int head = lines.TakeWhile(line => line.StartsWith("using ", StringComparison.Ordinal) || line.StartsWith("[assembly:", StringComparison.Ordinal) || line.Length == 0).Count();
        string start = string.Join('\n', lines.Take(head)).Trim('\n');
        string rest = string.Join('\n', lines.Skip(head));
        File.WriteAllText(Path, $"{(start.Length == 0 ? "" : start + "\n\n")}namespace Diagnostics.{ruleId};\n\n{rest}");
    }

    private static SortedDictionary<int, string> ByLine(IEnumerable<Diagnostic> reports)
    {
        var lines = new SortedDictionary<int, string>();
        foreach (Diagnostic report in reports.OrderBy(report => report.Location.SourceSpan.Start))
        {
            int line = report.Location.GetLineSpan().StartLinePosition.Line;
            string text = $"{report.Id} {report.GetMessage(CultureInfo.InvariantCulture)}";
            lines[line] = lines.TryGetValue(line, out string? before) ? $"{before} // {text}" : text;
        }

        return lines;
    }

    [GeneratedRegex(" // (?<report>PROCGEN[0-9]{3} .*)$")]
    private static partial Regex Comment();
}
