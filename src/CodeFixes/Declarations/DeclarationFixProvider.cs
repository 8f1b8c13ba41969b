using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace ProcGen.CodeFixes.Declarations;

/// <summary>
/// The base of fixes that change a declaration elsewhere than at the report: the member on the path, or the type of a parameter. Whether one report is fixed or all,
/// every declaration is changed once.
/// </summary>
public abstract class DeclarationFixProvider : CodeFixProvider
{
    private readonly DeclarationFixAllProvider _fixAll;

    private protected DeclarationFixProvider(params string[] ruleIds)
    {
        FixableDiagnosticIds = ImmutableArray.Create(ruleIds);
        _fixAll = new DeclarationFixAllProvider(this);
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => _fixAll;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Solution solution = context.Document.Project.Solution;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            ImmutableArray<DeclarationChange> changes = await FindChangesAsync(diagnostic, context.Document.Project, context.CancellationToken).ConfigureAwait(false);
            if (!changes.IsEmpty)
            {
                context.RegisterCodeFix(CodeAction.Create(changes[0].Title, token => ApplyAsync(solution, changes, token), GetType().Name), diagnostic);
            }
        }
    }

    /// <summary>The changes that mend a report together, the declaration's first; empty where this fix cannot.</summary>
    /// <param name="diagnostic">The report.</param>
    /// <param name="project">The project in which it is reported.</param>
    /// <param name="cancellationToken">Stops.</param>
    private protected abstract Task<ImmutableArray<DeclarationChange>> FindChangesAsync(Diagnostic diagnostic, Project project, CancellationToken cancellationToken);

    /// <summary>The solution with some changes, each place of a document changed once for each key.</summary>
    private protected static async Task<Solution> ApplyAsync(Solution solution, IEnumerable<DeclarationChange> changes, CancellationToken cancellationToken)
    {
        foreach (IGrouping<DocumentId, DeclarationChange> group in changes.GroupBy(change => change.Document))
        {
            SyntaxNode root = (await solution.GetDocument(group.Key)!.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false))!;
            var editor = new SyntaxEditor(root, solution.Workspace.Services);
            foreach (DeclarationChange change in group.GroupBy(change => (change.Span, change.Key)).Select(same => same.First()))
            {
                editor.ReplaceNode(root.FindNode(change.Span), (node, _) => change.Apply(node));
            }

            solution = solution.WithDocumentSyntaxRoot(group.Key, editor.GetChangedRoot());
        }

        return solution;
    }

    private sealed class DeclarationFixAllProvider(DeclarationFixProvider provider) : FixAllProvider
    {
        public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
        {
            var changes = new List<DeclarationChange>();
            foreach (Project project in ProjectsOf(context))
            {
                ImmutableArray<Diagnostic> diagnostics = context.Scope == FixAllScope.Document
                    ? await context.GetDocumentDiagnosticsAsync(context.Document!).ConfigureAwait(false)
                    : await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false);
                foreach (Diagnostic diagnostic in diagnostics)
                {
                    changes.AddRange(await provider.FindChangesAsync(diagnostic, project, context.CancellationToken).ConfigureAwait(false));
                }
            }

            return changes.Count == 0 ? null : CodeAction.Create(changes[0].Title, token => ApplyAsync(context.Solution, changes, token), context.CodeActionEquivalenceKey);
        }

        private static IEnumerable<Project> ProjectsOf(FixAllContext context) => context.Scope == FixAllScope.Solution ? context.Solution.Projects : [context.Project];
    }
}
