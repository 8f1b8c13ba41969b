using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;
using ProcGen.Analyzers.Tests.Verification;

namespace ProcGen.Analyzers.Tests.Use;

/// <summary>Compiles sources that use the library of marked methods, and compares what a rule reports with the markup <c>[|…|]</c> in them.</summary>
internal static class UseTest<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    /// <summary>Checks statements of an async method, which gets a pool, a process, a token and numbers.</summary>
    public static Task VerifyStatementsAsync(string statements) => VerifyAsync(UseSource.Method(statements));

    /// <summary>Checks members of a class.</summary>
    public static Task VerifyMembersAsync(string members) => VerifyAsync(UseSource.Class(members));

    /// <summary>Checks top-level statements.</summary>
    public static Task VerifyProgramAsync(string statements) => VerifyAsync(UseSource.Usings + statements, OutputKind.ConsoleApplication);

    /// <summary>Checks that exactly the marked places of a file are reported, and that the file compiles.</summary>
    public static async Task VerifyAsync(string source, OutputKind outputKind = OutputKind.DynamicallyLinkedLibrary)
    {
        TestFileMarkupParser.GetSpans(source, out string code, out ImmutableArray<TextSpan> expected);
        CSharpCompilation compilation = TestCompilation.Generate(CSharpCompilation.Create(
            "Sample",
            [TestCompilation.Parse(code, "Sample.cs"), TestCompilation.Parse(TestCompilation.Usings, "Usings.cs"), TestCompilation.Parse(StandIns.For(code), "StandIns.cs")],
            [.. TestCompilation.References, UseLibrary.Reference],
            TestCompilation.Options.WithOutputKind(outputKind)));
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            onAnalyzerException: (exception, _, _) => throw new InvalidOperationException("The analyzer failed.", exception),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: false);
        ImmutableArray<Diagnostic> reports = await compilation.WithAnalyzers([new TAnalyzer()], options).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(expected.Order().Select(Show), reports.Select(report => report.Location.SourceSpan).Order().Select(Show));

        string Show(TextSpan span) => $"{span}: {code.Substring(span.Start, span.Length)}";
    }

    /// <summary>Checks what the fix makes of statements of an async method: one report by itself, and all of them.</summary>
    public static Task VerifyFixOfStatementsAsync<TFix>(string statements, string fixedStatements, Action<CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>>? configure = null)
        where TFix : CodeFixProvider, new() => VerifyFixAsync(UseSource.Method(statements), UseSource.Method(fixedStatements), configure);

    /// <summary>Checks what the fix makes of a file.</summary>
    public static Task VerifyFixAsync<TFix>(string source, string fixedSource, Action<CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>>? configure = null)
        where TFix : CodeFixProvider, new()
    {
        var test = new Test<TFix>(source) { FixedCode = fixedSource };
        configure?.Invoke(test);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Checks that no fix is offered for the report.</summary>
    public static Task VerifyNoFixAsync<TFix>(string source)
        where TFix : CodeFixProvider, new() => new Test<TFix>(source) { FixedCode = source }.RunAsync(TestContext.Current.CancellationToken);

    private sealed class Test<TFix> : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
        where TFix : CodeFixProvider, new()
    {
        public Test(string source)
        {
            TestCode = source;
            ReferenceAssemblies = new ReferenceAssemblies("net10.0");
            TestState.AdditionalReferences.AddRange(TestCompilation.References);
            TestState.AdditionalReferences.Add(UseLibrary.Reference);
            TestState.OutputKind = OutputKind.DynamicallyLinkedLibrary;
        }

        protected override ParseOptions CreateParseOptions() => TestCompilation.ParseOptions;

        protected override CompilationOptions CreateCompilationOptions() => TestCompilation.Options;
    }
}
