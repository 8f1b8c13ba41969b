using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Tests.Verification;
using ProcGen.Analyzers.Use;

namespace ProcGen.Analyzers.Tests.Use;

/// <summary>The compiler and PROCGEN040 say the same of some calls: only one of them is heard.</summary>
public sealed class UnawaitedCallSuppressorTests
{
    [Theory]
    [InlineData("Primes.InProcess.Warm();")]
    [InlineData("Primes.InProcess.Count(0, 1);")]
    [InlineData("pool.RunAsync(Primes.InProcess.Warm());")]
    [InlineData("pool.ForEachAsync(numbers, n => Primes.InProcess.Count(0, n));")]
    [InlineData("Primes.InProcess.Warm().Start();")]
    [InlineData("pool.RunAsync(Primes.InProcess.Warm()).ConfigureAwait(false);")]
    [InlineData("pool?.RunAsync(Primes.InProcess.Warm());")]
    [InlineData("Func<Task> later = async () => { Primes.InProcess.Warm(); await Task.Yield(); }; await later();")]
    public async Task Where_the_rule_reports_the_compiler_is_silent(string statements) => Assert.Equal(["PROCGEN040"], await AnalyzeAsync(statements));

    [Theory]
    [InlineData("Task.Delay(5);")]
    [InlineData("process.WaitForExitAsync();")]
    [InlineData("Task.Run(() => Primes.InProcess.Warm());")]
    [InlineData("#pragma warning disable PROCGEN040\nPrimes.InProcess.Warm();")]
    [InlineData("#pragma warning disable\n#pragma warning restore CS4014\nPrimes.InProcess.Warm();")]
    public async Task Elsewhere_the_compiler_is_heard(string statements) => Assert.Equal(["CS4014"], await AnalyzeAsync(statements));

    [Fact]
    public async Task Where_the_rule_is_turned_off_for_the_project_the_compiler_is_heard() =>
        Assert.Equal(["CS4014"], await AnalyzeAsync("Primes.InProcess.Warm();", options => options.WithSpecificDiagnosticOptions([new("PROCGEN040", ReportDiagnostic.Suppress)])));

    [Fact]
    public async Task A_pragma_that_is_over_does_not_count() =>
        Assert.Equal(["PROCGEN040"], await AnalyzeAsync("#pragma warning disable PROCGEN040\n#pragma warning restore PROCGEN040\nPrimes.InProcess.Warm();"));

    private static async Task<IEnumerable<string>> AnalyzeAsync(string statements, Func<CSharpCompilationOptions, CSharpCompilationOptions>? configure = null)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Sample",
            [CSharpSyntaxTree.ParseText(UseSource.Method(statements), TestCompilation.ParseOptions, path: "Sample.cs")],
            [.. TestCompilation.References, UseLibrary.Reference],
            configure?.Invoke(TestCompilation.Options) ?? TestCompilation.Options);
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: false);
        IEnumerable<Diagnostic> all = await compilation.WithAnalyzers([new UnlaunchedCallAnalyzer(), new UnawaitedCallSuppressor()], options)
            .GetAllDiagnosticsAsync(TestContext.Current.CancellationToken);
        return all.Where(diagnostic => diagnostic is { IsSuppressed: false, Severity: > DiagnosticSeverity.Hidden }).Select(diagnostic => diagnostic.Id);
    }
}
