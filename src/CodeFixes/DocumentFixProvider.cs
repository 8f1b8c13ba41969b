using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace ProcGen.CodeFixes;

/// <summary>
/// The base of fixes that change one document and ask what its code means. Whether one report is fixed or all, the same edit is made of all their places at once; a
/// place where there is nothing that the fix can do is left as it is.
/// </summary>
public abstract class DocumentFixProvider : CodeFixProvider
{
    private protected DocumentFixProvider(params string[] ruleIds) => FixableDiagnosticIds = ImmutableArray.Create(ruleIds);

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <summary>What the user is offered.</summary>
    private protected abstract string Title { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() =>
        FixAllProvider.Create(async (context, document, diagnostics) =>
            await FixAsync(document, [.. diagnostics.Select(d => d.Location)], context.CancellationToken).ConfigureAwait(false) ?? document);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await FixAsync(context.Document, [.. context.Diagnostics.Select(d => d.Location)], context.CancellationToken).ConfigureAwait(false) is { } changed)
        {
            context.RegisterCodeFix(CodeAction.Create(Title, _ => Task.FromResult(changed), GetType().Name), context.Diagnostics);
        }
    }

    /// <summary>The changed document, or null where there is nothing that this fix can do.</summary>
    private protected abstract Task<Document?> FixAsync(Document document, ImmutableArray<Location> places, CancellationToken cancellationToken);
}
