using System.Globalization;
using Microsoft.CodeAnalysis;

namespace ProcGen.Corpus.Checks;

/// <summary>Prints what was found in a project, for a person who judges it.</summary>
internal sealed class ReportPrinter(CorpusOptions options)
{
    private const int MaxErrors = 40;

    /// <summary>Prints a result; true if it fails the check.</summary>
    public bool Print(CheckResult result, Baseline baseline)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"== {result.ProjectName}: {result.Files} files ({result.ErrorsBefore} errors as read), {result.MarkedMethods} methods marked, {result.Stubs} stubs, {result.StubCalls} called; generator {result.GeneratorTime.TotalSeconds:F1} s, analysis {result.AnalysisTime.TotalSeconds:F1} s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"   {string.Join(", ", result.AnalyzerTimes.Take(4).Select(entry => $"{entry.Analyzer} {entry.Time.TotalSeconds:F2} s"))}"));
        PrintSection("exceptions", result.Exceptions);
        PrintSection("errors that the generated code has or causes", [.. result.NewErrors.Select(Describe)]);
        PrintSection("methods about which generator and analyzers disagree", result.Disagreements);

        // Marking methods that were never meant to be is what causes the errors that stop generation; that they are consistent has been checked above.
        Diagnostic[] unknown = [.. result.Reports.Where(report => !(options.Mark && report.Severity == DiagnosticSeverity.Error) && !baseline.Accepts(result, report))];
        foreach (IGrouping<string, Diagnostic> rule in result.Reports.GroupBy(report => report.Id).Where(rule => options.Rules.Count == 0 || options.Rules.Contains(rule.Key)))
        {
            Diagnostic[] reports = [.. rule];
            Console.WriteLine($"{rule.Key}: {reports.Length}");
            int samples = options.Rules.Count == 0 ? options.Samples : reports.Length;

            // Spread over all files, for a good look.
            for (int i = 0; i < reports.Length; i += Math.Max(1, samples == 0 ? reports.Length : reports.Length / samples))
            {
                Console.WriteLine($"  {Describe(reports[i])}");
            }
        }

        if (options.BaselinePath is not null && !options.WriteBaseline)
        {
            PrintSection("reports that are not in the baseline", [.. unknown.Select(Describe)]);
        }

        return result.Exceptions.Count != 0 || result.NewErrors.Count != 0 || result.Disagreements.Count != 0 || unknown.Length != 0;
    }

    private static void PrintSection(string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        Console.WriteLine($"FAILED: {lines.Count} {title}");
        foreach (string line in lines.Take(MaxErrors))
        {
            Console.WriteLine($"  {line}");
        }
    }

    private static string Describe(Diagnostic report)
    {
        FileLinePositionSpan place = report.Location.GetLineSpan();
        return $"{place.Path}({place.StartLinePosition.Line + 1},{place.StartLinePosition.Character + 1}): {report.Id}: {report.GetMessage(CultureInfo.InvariantCulture)}";
    }
}
