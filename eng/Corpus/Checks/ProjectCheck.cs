using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers;
using ProcGen.Corpus.Marking;
using ProcGen.Corpus.Sources;
using ProcGen.Generator;

namespace ProcGen.Corpus.Checks;

/// <summary>Generates and analyzes one project.</summary>
internal static class ProjectCheck
{
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(ProcGenAnalyzer).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(ProcGenAnalyzer))).Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!),
    ];

    public static async Task<CheckResult> RunAsync(ProjectFolder project, bool mark, bool callStubs)
    {
        CSharpCompilation source = project.Compilation;
        HashSet<(string, int, string)> before = [.. Errors(source).Select(Key)];
        int marked = 0;
        int calls = 0;
        if (mark)
        {
            source = MarkEverything.Of(source, out marked);
        }

        if (callStubs)
        {
            source = CallStubs.Of(source, out calls);
        }

        long start = Stopwatch.GetTimestamp();
        GeneratorDriver driver = CSharpGeneratorDriver.Create(Generators.Create(), parseOptions: (CSharpParseOptions)source.SyntaxTrees[0].Options);
        driver = driver.RunGeneratorsAndUpdateCompilation(source, out Compilation output, out _);
        TimeSpan generatorTime = Stopwatch.GetElapsedTime(start);
        GeneratorRunResult generated = driver.GetRunResult().Results.Single(result => result.Generator.GetGeneratorType() == typeof(ProcGenGenerator));

        var exceptions = new List<string>();
        if (generated.Exception is { } failure)
        {
            exceptions.Add($"The generator failed: {failure}");
        }

        List<Diagnostic> newErrors = [.. Errors(output).Where(error => !before.Contains(Key(error)))];

        start = Stopwatch.GetTimestamp();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            onAnalyzerException: (exception, analyzer, _) =>
            {
                lock (exceptions)
                {
                    exceptions.Add($"{analyzer.GetType().Name} failed: {exception}");
                }
            },
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: true,
            reportSuppressedDiagnostics: false);
        AnalysisResult analysis = await output.WithAnalyzers(Analyzers, options).GetAnalysisResultAsync(CancellationToken.None);
        ImmutableArray<Diagnostic> reports = analysis.GetAllDiagnostics();

        return new CheckResult
        {
            ProjectName = project.Name,
            ProjectFolder = project.Path,
            Files = project.Compilation.SyntaxTrees.Length,
            MarkedMethods = marked,
            StubCalls = calls,
            Stubs = generated.GeneratedSources.IsDefault ? 0 : generated.GeneratedSources.Sum(file => file.SourceText.ToString().Split("_Call(").Length - 1) / 2,
            ErrorsBefore = before.Count,
            Exceptions = exceptions,
            NewErrors = newErrors,
            Disagreements = generated.GeneratedSources.IsDefault ? [] : Agreement.FindDisagreements((CSharpCompilation)output, generated, reports),
            Reports = [.. reports.OrderBy(report => report.Id, StringComparer.Ordinal).ThenBy(report => report.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(report => report.Location.SourceSpan.Start)],
            GeneratorTime = generatorTime,
            AnalysisTime = Stopwatch.GetElapsedTime(start),
            AnalyzerTimes = [.. analysis.AnalyzerTelemetryInfo.Select(entry => (entry.Key.GetType().Name, entry.Value.ExecutionTime)).OrderByDescending(entry => entry.ExecutionTime)],
        };
    }

    private static IEnumerable<Diagnostic> Errors(Compilation compilation) => compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    private static (string, int, string) Key(Diagnostic error)
    {
        FileLinePositionSpan place = error.Location.GetLineSpan();
        return (place.Path ?? "", place.StartLinePosition.Line, error.Id);
    }
}
