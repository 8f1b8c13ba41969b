using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics.Telemetry;
using ProcGen.Analyzers.Bodies;
using ProcGen.Analyzers.Tests.Verification;

namespace ProcGen.Analyzers.Tests.Bodies;

/// <summary>What an IDE shows for the file at hand, which is the only one that it analyzes while its user types.</summary>
public sealed class LiveReportTests
{
    [Theory]
    [InlineData("static int s_n; [RunInProcess] public static int M() => s_n;", "static void Set() => s_n = 1;", "PROCGEN060")]
    [InlineData("static int s_n; [RunInProcess] public static int M() => s_n;", "class Inner { static void Set() => s_n = 1; }", "PROCGEN060")]
    [InlineData("static int s_n; [RunInProcess] public static int M() => s_n;", "C(int n) => s_n = n;", "PROCGEN060")]
    [InlineData("[RunInProcess] public static int M() => s_n;", "static int s_n; int _other = s_n++;", "PROCGEN060")]
    [InlineData("[RunInProcess] public static int M() => s_n;", "static int s_n; int Next { get => s_n++; }", "PROCGEN060")]
    [InlineData("[RunInProcess] public static int M() => N;", "private static int N { get; set; } static void Set() => N = 1;", "PROCGEN060")]
    [InlineData("static partial void Set(); static int s_n; [RunInProcess] public static int M() => s_n;", "static partial void Set() => s_n = 1;", "PROCGEN060")]
    [InlineData("[ThreadStatic] static int t_n; [RunInProcess] public static int M() => t_n;", "static void Set() => t_n = 1;", "PROCGEN061")]
    [InlineData("static readonly AsyncLocal<int> s_n = new(); [RunInProcess] public static int M() => Get(); static void Set() => s_n.Value = 1;", "static int Get() => s_n.Value;", null)]
    [InlineData("static int s_n; [RunInProcess] public static int M() => s_n;", "static void Set() { int s_n = 1; _ = s_n; }", null)]
    [InlineData("static int s_n; [RunInProcess] public static int M() => s_n;", "static C() => s_n = 1;", null)]
    [InlineData("static int s_n; [RunInProcess] public static int M() => s_n;", "[WorkerStartup] public static void Set() => s_n = 1;", null)]
    [InlineData("static int s_n; [RunInProcess] public static int M() => 0;", "static void Set() => s_n = 1;", null)]
    public async Task Private_state_is_judged_by_all_parts_of_its_type(string members, string otherPart, string? reported)
    {
        CSharpCompilation compilation = TestCompilation.Create(Sample.Class(members)).AddSyntaxTrees(TestCompilation.Parse(Sample.Class(otherPart), "/Other.cs"));

        ImmutableArray<Diagnostic> reports = await AnalyzeAsync(compilation, "/Sample.cs", [new BodyAnalyzer()]);

        Assert.Equal(reported is null ? [] : [reported], reports.Select(report => report.Id));
        Assert.All(reports, report => Assert.DoesNotContain(WellKnownDiagnosticTags.CompilationEnd, report.Descriptor.CustomTags));
    }

    // For an analyzer with such an action the compiler binds every part of each type in the file on each keystroke, the generated ones, too.
    [Fact]
    public async Task No_analyzer_asks_to_be_shown_all_parts_of_a_type()
    {
        CSharpCompilation compilation = TestCompilation.Create(Sample.Class("[RunInProcess] public static int M() => 1;"));
        CompilationWithAnalyzers run = compilation.WithAnalyzers([.. AllRules.Analyzers]);
        await run.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

        foreach (DiagnosticAnalyzer analyzer in AllRules.Analyzers)
        {
            Assert.Equal(0, (await run.GetAnalyzerTelemetryInfoAsync(analyzer, TestContext.Current.CancellationToken)).SymbolStartActionsCount);
        }
    }

    // One analyzer of code that is shown what tools write makes the compiler bind all of it a second time, in each build.
    [Fact]
    public async Task No_analyzer_of_code_asks_to_be_shown_generated_code()
    {
        CSharpCompilation compilation = TestCompilation.Create(Sample.Class("[RunInProcess] public static int M() => 1;"));
        CompilationWithAnalyzers run = compilation.WithAnalyzers([.. AllRules.Analyzers]);
        await run.GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        PropertyInfo looks = typeof(ProcGenAnalyzer).GetProperty("LooksAtGeneratedCode", BindingFlags.Instance | BindingFlags.NonPublic)!;

        int ofCode = 0;
        foreach (DiagnosticAnalyzer analyzer in AllRules.Analyzers.Where(analyzer => analyzer is ProcGenAnalyzer))
        {
            AnalyzerTelemetryInfo actions = await run.GetAnalyzerTelemetryInfoAsync(analyzer, TestContext.Current.CancellationToken);
            if (actions.OperationActionsCount + actions.OperationBlockActionsCount + actions.SyntaxNodeActionsCount > 0)
            {
                ofCode++;
                Assert.False((bool)looks.GetValue(analyzer)!, analyzer.GetType().Name);
            }
        }

        Assert.True(ofCode > 3);
    }

    private static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(CSharpCompilation compilation, string path, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        Assert.DoesNotContain(compilation.GetDiagnostics(TestContext.Current.CancellationToken), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        SemanticModel model = compilation.GetSemanticModel(compilation.SyntaxTrees.Single(tree => tree.FilePath == path));
        return await compilation.WithAnalyzers(analyzers).GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, TestContext.Current.CancellationToken);
    }
}
