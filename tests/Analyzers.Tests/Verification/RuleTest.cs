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
        var test = new FixTest<TAnalyzer, EmptyCodeFixProvider> { TestCode = source };
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync();
    }

    /// <summary>Checks code that uses stubs, so it is compiled with what the generator makes of it.</summary>
    public static Task VerifyGeneratedAsync(string source, params DiagnosticResult[] expected)
    {
        FixTest<TAnalyzer, EmptyCodeFixProvider> test = new FixTest<TAnalyzer, EmptyCodeFixProvider> { TestCode = source }.WithGenerator();
        test.TestState.Sources.Add(("StandIns.cs", "global using System; global using System.Threading; global using System.Threading.Tasks;\n" + StandIns.For(source)));
        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync();
    }

    /// <summary>Checks an application, whose project sets these properties.</summary>
    public static Task VerifyApplicationAsync(string source, string properties)
    {
        var test = new FixTest<TAnalyzer, EmptyCodeFixProvider> { TestCode = source };
        test.TestState.OutputKind = OutputKind.ConsoleApplication;
        test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\n" + properties + "\n"));
        return test.RunAsync();
    }

    /// <summary>Checks the report and what the fix makes of it; the result has to compile without a report, and so does fixing all at once.</summary>
    public static Task VerifyFixAsync<TFix>(string source, string fixedSource, Action<CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>>? configure = null)
        where TFix : CodeFixProvider, new()
    {
        var test = new FixTest<TAnalyzer, TFix> { TestCode = source, FixedCode = fixedSource };
        configure?.Invoke(test);
        return test.RunAsync();
    }

    /// <summary>Checks that a report is there, and that this fix does not offer to mend it.</summary>
    public static Task VerifyNoFixAsync<TFix>(string source)
        where TFix : CodeFixProvider, new() =>
        VerifyFixAsync<TFix>(source, source);
}
