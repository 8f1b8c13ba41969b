using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace ProcGen.Analyzers.Tests.Verification;

/// <summary>
/// Tests an analyzer with its fix: the reports are those of the markup, the fixed sources compile and are not reported, and fixing all in the document, the
/// project and the solution comes to the same result.
/// </summary>
internal sealed class FixTest<TAnalyzer, TFix> : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    public FixTest()
    {
        ReferenceAssemblies = new ReferenceAssemblies("net10.0");
        TestState.AdditionalReferences.AddRange(TestCompilation.References);
        TestState.OutputKind = OutputKind.DynamicallyLinkedLibrary;

        // A rule with a descriptor of the build beside the live one is one rule in the markup.
        MarkupOptions = MarkupOptions.UseFirstDescriptor;
    }

    /// <summary>
    /// Lets the generator run in the workspace, as it does in an IDE: stubs bind for the analyzer as for the fix, and after the fix they are generated anew.
    /// </summary>
    public FixTest<TAnalyzer, TFix> WithGenerator()
    {
        SolutionTransforms.Add((solution, project) =>
        {
            foreach (ProjectId id in solution.ProjectIds)
            {
                solution = solution.AddAnalyzerReference(id, ProcGenGeneratorReference.Instance).AddAnalyzerReference(id, MemoryPackGenerator.Reference);
            }

            return solution;
        });
        return this;
    }

    /// <summary>Adds one file before and after the fix; the same text twice is a file that the fix leaves alone.</summary>
    public FixTest<TAnalyzer, TFix> WithFile(string path, string source, string? fixedSource = null)
    {
        TestState.Sources.Add((path, source));
        FixedState.Sources.Add((path, fixedSource ?? source));
        return this;
    }

    /// <summary>Adds one file in a project of its own that refers to the first.</summary>
    public FixTest<TAnalyzer, TFix> WithProject(string name, string source, string? fixedSource = null)
    {
        Add(TestState, source);
        Add(FixedState, fixedSource ?? source);
        return this;

        void Add(SolutionState state, string text)
        {
            var project = new ProjectState(name, LanguageNames.CSharp, $"/{name}/", ".cs") { OutputKind = OutputKind.DynamicallyLinkedLibrary };
            project.Sources.Add(($"/{name}/File.cs", text));
            project.AdditionalProjectReferences.Add("TestProject");
            project.AdditionalReferences.AddRange(TestCompilation.References);
            state.AdditionalProjects.Add(name, project);
        }
    }

    public Task RunAsync() => RunAsync(TestContext.Current.CancellationToken);

    // Of an analyzer of many rules, [|…|] means the one that the fix is for.
    protected override DiagnosticDescriptor? GetDefaultDiagnostic(DiagnosticAnalyzer[] analyzers) =>
        new TFix().FixableDiagnosticIds is [string id]
            ? analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).First(rule => rule.Id == id)
            : base.GetDefaultDiagnostic(analyzers);

    protected override ParseOptions CreateParseOptions() => TestCompilation.ParseOptions;

    protected override CompilationOptions CreateCompilationOptions() => TestCompilation.Options;
}
