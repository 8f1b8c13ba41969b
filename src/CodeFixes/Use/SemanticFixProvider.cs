using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace ProcGen.CodeFixes.Use;

/// <summary>
/// The base of fixes that change one document and ask what its code means. A report is looked at before a fix is offered for it; whether one is fixed
/// or all, the same edits are made.
/// </summary>
public abstract class SemanticFixProvider : CodeFixProvider
{
    private protected SemanticFixProvider(params string[] ruleIds) => FixableDiagnosticIds = ImmutableArray.Create(ruleIds);

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() =>
        FixAllProvider.Create(async (context, document, diagnostics) => await ApplyAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false) ?? document);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await GetRootAndModelAsync(context.Document, context.CancellationToken).ConfigureAwait(false) is not var (root, model))
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (Prepare(root, model, diagnostic, context.CancellationToken) is { } fix)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(fix.Title, async token => await ApplyAsync(context.Document, [diagnostic], token).ConfigureAwait(false) ?? context.Document, GetType().Name),
                    diagnostic);
            }
        }
    }

    /// <summary>Decides whether a report can be fixed, and how.</summary>
    /// <param name="root">The document's root.</param>
    /// <param name="model">What its code means.</param>
    /// <param name="diagnostic">The report.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What the user is offered, and the edit; null where there is nothing that this fix can do.</returns>
    private protected abstract Edit? Prepare(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken);

    private async Task<Document?> ApplyAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await GetRootAndModelAsync(document, cancellationToken).ConfigureAwait(false) is not var (root, model))
        {
            return null;
        }

        // Places inside each other are edited from the inside out, so that the outer edit sees what the inner one has made.
        var editor = new SyntaxEditor(root, document.Project.Solution.Services);
        foreach (Change change in diagnostics.Select(diagnostic => Prepare(root, model, diagnostic, cancellationToken)).OfType<Edit>().SelectMany(fix => fix.Changes)
            .OrderByDescending(change => change.Node.SpanStart).ThenBy(change => change.Node.Span.Length))
        {
            editor.ReplaceNode(change.Node, (current, _) => change.Replace(current));
        }

        return document.WithSyntaxRoot(editor.GetChangedRoot());
    }

    private static async Task<(SyntaxNode Root, SemanticModel Model)?> GetRootAndModelAsync(Document document, CancellationToken cancellationToken) =>
        await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is { } root && await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model
            ? (root, model)
            : null;

    /// <summary>One node and what comes in its place.</summary>
    /// <param name="Node">The node, in the document as it is.</param>
    /// <param name="Replace">Makes the new node of the one that is there by then: what is inside it may have been changed already.</param>
    private protected sealed record Change(SyntaxNode Node, Func<SyntaxNode, SyntaxNode> Replace);

    /// <summary>What mends one report.</summary>
    /// <param name="Title">What the user is offered.</param>
    /// <param name="Changes">The nodes that are changed.</param>
    private protected sealed record Edit(string Title, ImmutableArray<Change> Changes)
    {
        public Edit(string title, SyntaxNode node, Func<SyntaxNode, SyntaxNode> replace) : this(title, [new(node, replace)]) { }
    }
}
