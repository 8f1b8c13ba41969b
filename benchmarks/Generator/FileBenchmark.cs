using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers;

namespace ProcGen.Benchmarks.Generator;

/// <summary>
/// What the live analyzers cost for the file that is edited, the only one that an IDE analyzes while its user types. Each keystroke is a new compilation, so all
/// that is kept per compilation is paid for again. An analyzer that only asks to be shown the same code is measured in turn, because binding is not our doing.
/// </summary>
internal static class FileBenchmark
{
    private const double LimitMilliseconds = 5;
    private const int WarmUp = 20;
    private const int Keystrokes = 40;
    private const int EditedService = 42;

    public static async Task RunAsync()
    {
        ImmutableArray<DiagnosticAnalyzer> ours =
            [.. typeof(ProcGenAnalyzer).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(ProcGenAnalyzer))).Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];
        CSharpCompilation compilation = SampleCompilation.Create();
        SampleCompilation.NewDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        compilation = (CSharpCompilation)generated;

        var with = new List<double>();
        var without = new List<double>();
        string name = $"Service{EditedService:D3}.cs";
        for (int edit = 1; edit <= WarmUp + Keystrokes; edit++)
        {
            compilation = SampleCompilation.Replace(compilation, name, SampleSolution.Service(EditedService, edit));

            // Two equal compilations, so that neither finds what the other has bound.
            double first = await AnalyzeAsync(compilation.Clone(), name, edit % 2 == 0 ? ours : [new Onlooker()]);
            double second = await AnalyzeAsync(compilation.Clone(), name, edit % 2 == 0 ? [new Onlooker()] : ours);
            if (edit > WarmUp)
            {
                with.Add(edit % 2 == 0 ? first : second);
                without.Add(edit % 2 == 0 ? second : first);
            }
        }

        Measurement.Print("one file, bound and shown to an analyzer that does nothing, median", Measurement.Median(without), "ms");
        Measurement.Print("one file, all live analyzers, median", Measurement.Median(with), "ms");
        Measurement.Print("one file, what the analyzers add, median", Measurement.Median(with.Zip(without, (a, b) => a - b)), "ms", LimitMilliseconds);
    }

    private static async Task<double> AnalyzeAsync(CSharpCompilation compilation, string name, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        SemanticModel model = compilation.GetSemanticModel(compilation.SyntaxTrees.Single(tree => tree.FilePath == name));
        CompilationWithAnalyzers run = compilation.WithAnalyzers(
            analyzers, new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        await run.GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, CancellationToken.None);
        return System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class Onlooker : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor s_rule = new("ONLOOKER", "None", "None", "None", DiagnosticSeverity.Hidden, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_rule];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
            context.EnableConcurrentExecution();
            context.RegisterSymbolAction(_ => { }, SymbolKind.NamedType);
            context.RegisterOperationBlockAction(block => _ = block.OperationBlocks);
        }
    }
}
