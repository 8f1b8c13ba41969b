using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.CodeFixes.Declarations;

namespace ProcGen.CodeFixes;

/// <summary>PROCGEN027: keeps the identity of a type's objects by <c>[ProcessReferences]</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class KeepReferencesFix : DeclarationFixProvider
{
    /// <summary>Makes the provider.</summary>
    public KeepReferencesFix() : base("PROCGEN027") { }

    private protected override async Task<ImmutableArray<DeclarationChange>> FindChangesAsync(Diagnostic diagnostic, Project project, CancellationToken cancellationToken)
    {
        if (!diagnostic.Properties.TryGetValue("Type", out string? name)
            || diagnostic.AdditionalLocations is not [.., var place]
            || project.Solution.FindDocument(place) is not { } document
            || await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || AttributeLists.Find(model.Compilation, "ProcGen.ProcessReferencesAttribute") is not { } attribute
            || root.FindNode(place.SourceSpan) is not TypeDeclarationSyntax declaration)
        {
            return [];
        }

        string text = AttributeLists.NameAt(model, declaration.SpanStart, attribute);
        return [new DeclarationChange(document.Id, declaration.Span, $"Keep the identity of '{name}'", text, node => AttributeLists.AddTo(node, text))];
    }
}
