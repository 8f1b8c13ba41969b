using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Tests.Verification;
using ProcGen.Generator;

namespace ProcGen.Analyzers.Tests.Rules;

/// <summary>The snippets of the pages are compiled and analyzed by all rules, so that they stay true.</summary>
public sealed class RulePageTests
{
    // The snippets of 080 are whole applications; its own tests have them.
    public static TheoryData<string> RuleIds => [.. AllRules.Descriptors.Select(rule => rule.Id).Where(id => id != "PROCGEN080")];

    [Theory]
    [MemberData(nameof(RuleIds))]
    public async Task The_wrong_code_is_reported_by_this_rule_and_by_no_other(string id)
    {
        IReadOnlyList<Diagnostic> reports = await AnalyzeAsync(RulePage.Read(id).Wrong);
        Assert.NotEmpty(reports);
        Assert.All(reports, report => Assert.Equal(id, report.Id));
    }

    [Theory]
    [MemberData(nameof(RuleIds))]
    public async Task The_right_code_is_not_reported(string id) => Assert.Empty(await AnalyzeAsync(RulePage.Read(id).Right));

    // In a build the analyzers see what the generator has added.
    [Theory]
    [MemberData(nameof(RuleIds))]
    public async Task What_is_reported_is_the_same_with_the_generated_code(string id)
    {
        IReadOnlyList<Diagnostic> wrong = await AnalyzeAsync(RulePage.Read(id).Wrong, generate: true);
        Assert.NotEmpty(wrong);
        Assert.All(wrong, report => Assert.Equal(id, report.Id));
        Assert.Empty(await AnalyzeAsync(RulePage.Read(id).Right, generate: true));
    }

    [Theory]
    [MemberData(nameof(RuleIds))]
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

    [Theory]
    [MemberData(nameof(RuleIds))]
    public void The_generator_leaves_nothing_of_the_right_code_out(string id)
    {
        string generated = Generate(RulePage.Read(id).Right);
        Assert.NotEqual("", generated);
        Assert.DoesNotContain("// PROCGEN", generated, StringComparison.Ordinal);
    }

    private static string Generate(string source)
    {
        GeneratorRunResult result = Assert.Single(NewDriver().RunGenerators(TestCompilation.Create(source), TestContext.Current.CancellationToken).GetRunResult().Results);
        Assert.Null(result.Exception);
        return string.Concat(result.GeneratedSources.Select(file => file.SourceText.ToString()));
    }

    private static async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync(string source, bool generate = false)
    {
        Compilation compilation = TestCompilation.Create(source);
        if (generate)
        {
            NewDriver().RunGeneratorsAndUpdateCompilation(compilation, out compilation, out _, TestContext.Current.CancellationToken);
        }

        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: false);
        return await compilation.WithAnalyzers(AllRules.Analyzers, options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
    }

    private static GeneratorDriver NewDriver() =>
        CSharpGeneratorDriver.Create([new ProcGenGenerator().AsSourceGenerator()], parseOptions: TestCompilation.ParseOptions);
}
