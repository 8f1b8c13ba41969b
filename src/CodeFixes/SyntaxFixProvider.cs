using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ProcGen.CodeFixes;

/// <summary>The base of fixes that change one document. Whether one report is fixed or all, the same edit is made of all their places at once.</summary>
public abstract class SyntaxFixProvider : CodeFixProvider
{
    private protected SyntaxFixProvider(params string[] ruleIds) => FixableDiagnosticIds = ImmutableArray.Create(ruleIds);

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <summary>What the user is offered.</summary>
    private protected abstract string Title { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() =>
        FixAllProvider.Create(async (context, document, diagnostics) =>
        {
            SyntaxNode? root = await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
            return root is not null && Fix(root, [.. diagnostics.Select(d => d.Location)]) is { } changed ? document.WithSyntaxRoot(changed) : document;
        });

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || Fix(root, [.. context.Diagnostics.Select(d => d.Location)]) is not { } changed)
        {
            return;
        }

        context.RegisterCodeFix(CodeAction.Create(Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(changed)), GetType().Name), context.Diagnostics);
    }

    /// <summary>The changed root, or null where there is nothing that this fix can do.</summary>
    private protected abstract SyntaxNode? Fix(SyntaxNode root, ImmutableArray<Location> places);
}
