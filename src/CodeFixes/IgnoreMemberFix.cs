using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.CodeFixes.Declarations;

namespace ProcGen.CodeFixes;

/// <summary>
/// PROCGEN020–022, 028 and 030: leaves out, by <c>[ProcessIgnore]</c>, the member that cannot cross or that holds what cannot.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class IgnoreMemberFix : DeclarationFixProvider
{
    /// <summary>Makes the provider.</summary>
    public IgnoreMemberFix() : base("PROCGEN020", "PROCGEN021", "PROCGEN022", "PROCGEN028", "PROCGEN030") { }

    private protected override async Task<ImmutableArray<DeclarationChange>> FindChangesAsync(Diagnostic diagnostic, Project project, CancellationToken cancellationToken)
    {
        if (!diagnostic.Properties.TryGetValue("Member", out string? name)
            || diagnostic.AdditionalLocations is not [var place, ..]
            || project.Solution.FindDocument(place) is not { } document
            || await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || AttributeLists.Find(model.Compilation, "ProcGen.ProcessIgnoreAttribute") is not { } attribute
            || Places.FindMember(root.FindNode(place.SourceSpan)) is not { } declaration)
        {
            return [];
        }

        // Of another project's type the public constructor is called, which needs all that it asks for.
        bool isParameter = declaration is ParameterSyntax;
        if (document.Project.Id != project.Id && (isParameter || declaration is MemberDeclarationSyntax { Modifiers: var modifiers } && modifiers.Any(m => m.ValueText == "required")))
        {
            return [];
        }

        string text = (isParameter ? "property: " : "") + AttributeLists.NameAt(model, declaration.SpanStart, attribute);
        return [new DeclarationChange(document.Id, declaration.Span, $"Leave '{name}' out", text, node => AttributeLists.AddTo(node, text))];
    }
}
