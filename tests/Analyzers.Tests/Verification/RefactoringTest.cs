using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.Text;

namespace ProcGen.Analyzers.Tests.Verification;

/// <summary>
/// Asks a refactoring what it offers at the place between <c>[|</c> and <c>|]</c>, or at the caret <c>[||]</c>, and makes the change. The result has to compile with what the generator
/// makes of it.
/// </summary>
internal static class RefactoringTest<TRefactoring>
    where TRefactoring : CodeRefactoringProvider, new()
{
    /// <summary>Checks what the change makes of one file.</summary>
    public static Task VerifyAsync(string source, string changedSource) => VerifyAsync([("/Sample.cs", source)], [("/Sample.cs", changedSource)]);

    /// <summary>Checks what the change makes of several files; the place is in one of them.</summary>
    public static async Task VerifyAsync((string Path, string Source)[] files, (string Path, string Source)[] changedFiles)
    {
        using AdhocWorkspace workspace = new();
        (Document document, TextSpan span) = Open(workspace, files);
        CodeAction action = Assert.Single(await OfferedAsync(document, span));
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        Solution changed = Assert.Single(operations.OfType<ApplyChangesOperation>()).ChangedSolution;
        Microsoft.CodeAnalysis.Project project = changed.GetProject(document.Project.Id)!;
        foreach ((string path, string expected) in changedFiles)
        {
            Document file = Assert.Single(project.Documents, d => d.FilePath == path);
            SourceText text = await file.GetTextAsync(TestContext.Current.CancellationToken);
            Assert.Equal(expected.ReplaceLineEndings("\n"), text.ToString().ReplaceLineEndings("\n"));
        }

        await AssertCompilesAsync(project);
    }

    /// <summary>Checks that nothing is offered.</summary>
    public static async Task VerifyNothingAsync(params string[] sources)
    {
        using AdhocWorkspace workspace = new();
        (Document document, TextSpan span) = Open(workspace, [.. sources.Select((source, index) => ($"/Sample{index}.cs", source))]);
        await AssertCompilesAsync(document.Project);
        Assert.Empty(await OfferedAsync(document, span));
    }

    private static async Task<IReadOnlyList<CodeAction>> OfferedAsync(Document document, TextSpan span)
    {
        var actions = new List<CodeAction>();
        await new TRefactoring().ComputeRefactoringsAsync(new CodeRefactoringContext(document, span, actions.Add, TestContext.Current.CancellationToken));
        return actions;
    }

    private static async Task AssertCompilesAsync(Microsoft.CodeAnalysis.Project project)
    {
        Compilation compilation = (await project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error || d.Id.StartsWith("CS86", StringComparison.Ordinal)).Select(d => d.ToString()));
    }

    private static (Document Document, TextSpan Span) Open(AdhocWorkspace workspace, (string Path, string Source)[] files)
    {
        ProjectId id = ProjectId.CreateNewId();
        Solution solution = workspace.CurrentSolution
            .AddProject(ProjectInfo.Create(id, VersionStamp.Default, "Sample", "Sample", LanguageNames.CSharp, parseOptions: TestCompilation.ParseOptions, compilationOptions: TestCompilation.Options))
            .AddMetadataReferences(id, TestCompilation.References)
            .AddAnalyzerReference(id, ProcGenGeneratorReference.Instance)
            .AddDocument(DocumentId.CreateNewId(id), "Usings.cs", TestCompilation.Usings, filePath: "/Usings.cs");
        (DocumentId Document, TextSpan Span)? place = null;
        foreach ((string path, string source) in files)
        {
            var document = DocumentId.CreateNewId(id);
            int start = source.IndexOf("[|", StringComparison.Ordinal);
            string text = source.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);
            if (start >= 0)
            {
                place = (document, TextSpan.FromBounds(start, source.IndexOf("|]", StringComparison.Ordinal) - 2));
            }

            solution = solution.AddDocument(document, Path.GetFileName(path), text, filePath: path);
        }

        Assert.NotNull(place);
        if (files.Any(file => file.Source.Contains("// top-level", StringComparison.Ordinal)))
        {
            solution = solution.WithProjectCompilationOptions(id, TestCompilation.Options.WithOutputKind(OutputKind.ConsoleApplication));
        }

        return (solution.GetDocument(place.Value.Document)!, place.Value.Span);
    }
}
