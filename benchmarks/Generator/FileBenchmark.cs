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
    private const int WarmUp = 40;
    private const int Keystrokes = 60;
    private const int EditedService = 42;

    public static async Task RunAsync()
    {
        ImmutableArray<DiagnosticAnalyzer> ours = CreateAnalyzers();
        CSharpCompilation compilation = SampleCompilation.Create();
        SampleCompilation.NewDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        compilation = (CSharpCompilation)generated;

        ImmutableArray<DiagnosticAnalyzer> onlooker = [NewOnlooker()];
        ImmutableArray<DiagnosticAnalyzer> all = [.. onlooker, .. ours];
        var with = new List<Cost>();
        var without = new List<Cost>();
        var actions = ours.ToDictionary(analyzer => analyzer, _ => new List<double>());
        string name = $"Service{EditedService:D3}.cs";
        for (int edit = 1; edit <= WarmUp + Keystrokes; edit++)
        {
            compilation = SampleCompilation.Replace(compilation, name, SampleSolution.Service(EditedService, edit));

            // Equal compilations, so that neither finds what the other has bound.
            Cost first = await AnalyzeAsync(NewRun(edit % 2 == 0 ? all : onlooker), name);
            Cost second = await AnalyzeAsync(NewRun(edit % 2 == 0 ? onlooker : all), name);
            CompilationWithAnalyzers logged = NewRun(all, logsTimes: true);
            await AnalyzeAsync(logged, name);
            if (edit > WarmUp)
            {
                with.Add(edit % 2 == 0 ? first : second);
                without.Add(edit % 2 == 0 ? second : first);
                foreach (DiagnosticAnalyzer analyzer in ours)
                {
                    actions[analyzer].Add((await logged.GetAnalyzerTelemetryInfoAsync(analyzer, CancellationToken.None)).ExecutionTime.TotalMilliseconds);
                }
            }
        }

        Cost added = Measurement.Median([.. with.Zip(without, static (a, b) => a - b)]);
        Measurement.Print("one file, bound and shown to an analyzer that does nothing", Measurement.Median(without));
        Measurement.Print("one file, all live analyzers", Measurement.Median(with));
        Measurement.Print("one file, what the analyzers add", added, LimitMilliseconds);
        foreach ((DiagnosticAnalyzer analyzer, List<double> times) in actions.OrderByDescending(pair => Measurement.Median(pair.Value)))
        {
            Measurement.Print($"    of it in {analyzer.GetType().Name}", Measurement.Median(times), "ms");
        }

        CompilationWithAnalyzers NewRun(ImmutableArray<DiagnosticAnalyzer> analyzers, bool logsTimes = false) =>
            compilation.Clone().WithAnalyzers(
                analyzers, new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: logsTimes));
    }

    /// <summary>All analyzers of the package.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> CreateAnalyzers() =>
        [.. typeof(ProcGenAnalyzer).Assembly.GetTypes().Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(ProcGenAnalyzer))).Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    /// <summary>An analyzer that asks to be shown the user's code and does nothing with it.</summary>
    public static DiagnosticAnalyzer NewOnlooker() => new Onlooker();

    private static Task<Cost> AnalyzeAsync(CompilationWithAnalyzers run, string name)
    {
        SemanticModel model = run.Compilation.GetSemanticModel(run.Compilation.SyntaxTrees.Single(tree => tree.FilePath == name));
        return Measurement.TakeAsync(() => run.GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, CancellationToken.None));
    }

    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class Onlooker : DiagnosticAnalyzer
    {
        private static readonly DiagnosticDescriptor s_rule = new("ONLOOKER", "None", "None", "None", DiagnosticSeverity.Hidden, isEnabledByDefault: true);

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [s_rule];

        public override void Initialize(AnalysisContext context)
        {
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.EnableConcurrentExecution();
            context.RegisterSymbolAction(_ => { }, SymbolKind.NamedType);
            context.RegisterOperationBlockAction(block => _ = block.OperationBlocks);
        }
    }
}
