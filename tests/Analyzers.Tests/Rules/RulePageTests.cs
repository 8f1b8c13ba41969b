using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Tests.Verification;

namespace ProcGen.Analyzers.Tests.Rules;

/// <summary>The snippets of the pages are compiled and analyzed by all rules, so that they stay true.</summary>
public sealed class RulePageTests
{
    // The snippets of 080 are whole applications; its own tests have them.
    private static readonly string[] s_ids = [.. AllRules.Ids.Where(id => id != "PROCGEN080")];

    public static TheoryData<string> RuleIds => [.. s_ids];

    public static TheoryData<string> RulesThatStopGeneration => [.. s_ids.Where(AllRules.StopsGeneration)];

    public static TheoryData<string> OtherRules => [.. s_ids.Where(id => !AllRules.StopsGeneration(id))];

    // In a build, and mostly in an IDE, the analyzers see what the generator has added.
    [Theory]
    [MemberData(nameof(RuleIds))]
    public async Task The_wrong_code_is_reported_by_this_rule_and_by_no_other(string id) => AssertOnly(id, await AnalyzeAsync(RulePage.Read(id).Wrong, generate: true));

    [Theory]
    [MemberData(nameof(RuleIds))]
    public async Task The_right_code_is_not_reported(string id) => Assert.Empty(await AnalyzeAsync(RulePage.Read(id).Right, generate: true));

    // What a rule reports that stops generation has no stub, so its snippets do not use one and compile as they are.
    [Theory]
    [MemberData(nameof(RulesThatStopGeneration))]
    public async Task What_is_reported_is_the_same_without_the_generated_code(string id)
    {
        AssertOnly(id, await AnalyzeAsync(RulePage.Read(id).Wrong, generate: false));
        Assert.Empty(await AnalyzeAsync(RulePage.Read(id).Right, generate: false));
    }

    [Theory]
    [MemberData(nameof(RulesThatStopGeneration))]
    public void The_generator_leaves_the_wrong_code_out_and_names_the_rule(string id)
    {
        string generated = Generate(RulePage.Read(id).Wrong);

        // Of a marked local function, and of a process without a marked body, the generator sees nothing that it could name.
        if (id is "PROCGEN005" or "PROCGEN007")
        {
            Assert.Equal("", generated);
        }
        else
        {
            Assert.Contains($"// {id}: ", generated, StringComparison.Ordinal);
        }
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(OtherRules))]
    public void The_generator_leaves_nothing_of_the_wrong_code_out(string id) => AssertGenerated(RulePage.Read(id).Wrong);

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void The_generator_leaves_nothing_of_the_right_code_out(string id) => AssertGenerated(RulePage.Read(id).Right);

    [Fact]
    public void The_runtime_has_none_of_the_types_that_there_are_stand_ins_for() =>
        Assert.All(StandIns.Declarations.Keys, name => Assert.Null(typeof(RunInProcessAttribute).Assembly.GetType(name)));

    // The captures of a marked local function are reported where they are used, and the local function where it is marked.
    private static void AssertOnly(string id, IReadOnlyList<Diagnostic> reports)
    {
        Assert.Contains(reports, report => report.Id == id);
        Assert.All(reports, report => Assert.True(report.Id == id || (report.Id, id) == ("PROCGEN005", "PROCGEN023"), report.ToString()));
    }

    private static void AssertGenerated(string source)
    {
        string generated = Generate(source);
        Assert.DoesNotContain("// PROCGEN", generated, StringComparison.Ordinal);

        // Code that only takes a lock or waits for something has no method to generate anything for, and a marked local function is not one.
        bool hasMarkedMethod = TestCompilation.Parse(source, "Sample.cs").GetRoot(TestContext.Current.CancellationToken).DescendantNodes()
            .OfType<Microsoft.CodeAnalysis.CSharp.Syntax.MethodDeclarationSyntax>().Any(method => method.AttributeLists.ToString().Contains("[RunInProcess", StringComparison.Ordinal));
        Assert.Equal(hasMarkedMethod, generated != "");
    }

    private static string Generate(string source)
    {
        GeneratorRunResult result = Assert.Single(TestCompilation.NewDriver().RunGenerators(TestCompilation.Create(source), TestContext.Current.CancellationToken).GetRunResult().Results);
        Assert.Null(result.Exception);
        return string.Concat(result.GeneratedSources.Select(file => file.SourceText.ToString()));
    }

    private static async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync(string source, bool generate)
    {
        CSharpCompilation compilation = TestCompilation.Create(source);
        if (generate)
        {
            compilation = TestCompilation.Generate(compilation);
        }

        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: false);
        return await compilation.WithAnalyzers([.. AllRules.Analyzers], options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
    }
}
