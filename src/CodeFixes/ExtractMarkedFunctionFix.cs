using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.CodeFixes.Extraction;

namespace ProcGen.CodeFixes;

/// <summary>PROCGEN005: makes a marked local function or lambda a marked method of the type. What it captures becomes parameters, its calls become calls of the stub.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ExtractMarkedFunctionFix : CodeFixProvider
{
    private const string Title = "Make it a method that runs in a worker process";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["PROCGEN005"];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => AllFunctions.Instance;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (FindFunction(root, diagnostic) is { } function
                && await FunctionExtraction.MoveAsync(context.Document, function, context.CancellationToken).ConfigureAwait(false) is { } changed)
            {
                context.RegisterCodeFix(CodeAction.Create(Title, _ => Task.FromResult(changed), nameof(ExtractMarkedFunctionFix)), diagnostic);
            }
        }
    }

    private static SyntaxNode? FindFunction(SyntaxNode root, Diagnostic diagnostic) =>
        root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<AttributeListSyntax>()?.Parent;

    /// <summary>Moves one function after the other: the next one sees the names that are taken by then.</summary>
    private sealed class AllFunctions : FixAllProvider
    {
        public static AllFunctions Instance { get; } = new();

        public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
        {
            Solution solution = context.Solution;
            IEnumerable<Project> projects = context.Scope == FixAllScope.Solution ? context.Solution.Projects : [context.Project];
            foreach (Project project in projects)
            {
                ImmutableArray<Diagnostic> diagnostics = context.Scope == FixAllScope.Document
                    ? await context.GetDocumentDiagnosticsAsync(context.Document!).ConfigureAwait(false)
                    : await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
                foreach (IGrouping<SyntaxTree?, Diagnostic> file in diagnostics.GroupBy(static diagnostic => diagnostic.Location.SourceTree))
                {
                    if (project.GetDocument(file.Key) is { } document)
                    {
                        solution = await FixAsync(solution, document.Id, file, context.CancellationToken).ConfigureAwait(false);
                    }
                }
            }

            return CodeAction.Create(Title, _ => Task.FromResult(solution), nameof(ExtractMarkedFunctionFix));
        }

        private static async Task<Solution> FixAsync(Solution solution, DocumentId id, IEnumerable<Diagnostic> diagnostics, CancellationToken cancellationToken)
        {
            SyntaxNode root = (await solution.GetDocument(id)!.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            (SyntaxNode Function, SyntaxAnnotation Mark)[] functions =
            [
                .. diagnostics.OrderBy(static diagnostic => diagnostic.Location.SourceSpan.Start)
                    .Select(diagnostic => FindFunction(root, diagnostic)).OfType<SyntaxNode>().Select(static function => (function, new SyntaxAnnotation())),
            ];
            Dictionary<SyntaxNode, SyntaxAnnotation> marks = functions.ToDictionary(static pair => pair.Function, static pair => pair.Mark);
            solution = solution.WithDocumentSyntaxRoot(id, root.ReplaceNodes(marks.Keys, (original, current) => current.WithAdditionalAnnotations(marks[original])));
            foreach (SyntaxAnnotation mark in functions.Select(static pair => pair.Mark))
            {
                Document document = solution.GetDocument(id)!;
                SyntaxNode current = (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
                if (current.GetAnnotatedNodes(mark).FirstOrDefault() is { } function
                    && await FunctionExtraction.MoveAsync(document, function, cancellationToken).ConfigureAwait(false) is { } changed)
                {
                    solution = changed;
                }
            }

            return solution;
        }
    }
}
