using Microsoft.CodeAnalysis.Testing;
using ProcGen.Analyzers.Bodies;
using ProcGen.Analyzers.Tests.Verification;

namespace ProcGen.Analyzers.Tests.Bodies;

/// <summary>What the tests of the rules about bodies share: sources around the members under test, and the two ways to expect a report.</summary>
internal static class Sample
{
    /// <summary>Members of a library's class, with what a new project imports.</summary>
    public static string Class(string members) => $"public partial class C\n{{\n{members}\n}}\n";

    /// <summary>Checks members of one class: exactly the marked places are reported.</summary>
    public static Task VerifyAsync(string members, params DiagnosticResult[] expected) => VerifyFilesAsync([("/0/C.cs", Class(members))], expected);

    /// <summary>A test in whose markup a rule means both of its descriptors, as it does for whoever reads it.</summary>
    public static FixTest<BodyAnalyzer, EmptyCodeFixProvider> NewTest() => new() { MarkupOptions = MarkupOptions.UseFirstDescriptor };

    /// <summary>Checks several files of one project.</summary>
    public static Task VerifyFilesAsync(ReadOnlySpan<(string Path, string Source)> files, params DiagnosticResult[] expected)
    {
        FixTest<BodyAnalyzer, EmptyCodeFixProvider> test = NewTest();
        test.TestState.Sources.Add(("/0/Usings.cs", TestCompilation.Usings));
        foreach ((string path, string source) in files)
        {
            test.TestState.Sources.Add((path, source));
        }

        test.ExpectedDiagnostics.AddRange(expected);
        return test.RunAsync();
    }
}
