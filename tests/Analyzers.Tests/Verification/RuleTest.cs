using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace ProcGen.Analyzers.Tests.Verification;

/// <summary>
/// Compiles a source with the framework and the runtime, and compares what an analyzer reports with the markup in it: <c>[|…|]</c> where one rule is
/// tested, <c>{|PROCGEN001:…|}</c> where several are.
/// </summary>
internal static class RuleTest<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    /// <summary>Checks that exactly the marked places are reported.</summary>
    public static Task VerifyAsync(string source, params DiagnosticResult[] expected)
    {
        var test = new Test<EmptyCodeFixProvider>(source);
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Checks an application, whose project sets these properties.</summary>
    public static Task VerifyApplicationAsync(string source, string properties)
    {
        var test = new Test<EmptyCodeFixProvider>(source);
        test.TestState.OutputKind = OutputKind.ConsoleApplication;
        test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\n" + properties + "\n"));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Checks the report and what the fix makes of it; the result has to compile without a report, and so does fixing all at once.</summary>
    public static Task VerifyFixAsync<TFix>(string source, string fixedSource, Action<CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>>? configure = null)
        where TFix : CodeFixProvider, new()
    {
        var test = new Test<TFix>(source) { FixedCode = fixedSource };
        configure?.Invoke(test);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    private sealed class Test<TFix> : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
        where TFix : CodeFixProvider, new()
    {
        public Test(string source)
        {
            TestCode = source;
            ReferenceAssemblies = new ReferenceAssemblies("net10.0");
            TestState.AdditionalReferences.AddRange(TestCompilation.References);
            TestState.OutputKind = OutputKind.DynamicallyLinkedLibrary;
        }

        protected override ParseOptions CreateParseOptions() => TestCompilation.ParseOptions;

        protected override CompilationOptions CreateCompilationOptions() => TestCompilation.Options;
    }
}
