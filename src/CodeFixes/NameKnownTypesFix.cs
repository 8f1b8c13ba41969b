using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.CodeFixes.Declarations;

namespace ProcGen.CodeFixes;

/// <summary>
/// PROCGEN024, 026 and 029: names the closed set of types that may stand behind a class or interface, with those that the compilation sees: on the type if it is one's own,
/// else on the member, the parameter or the result. A type with <c>[MemoryPackable]</c> gets MemoryPack's attributes.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class NameKnownTypesFix : DeclarationFixProvider
{
    /// <summary>Makes the provider.</summary>
    public NameKnownTypesFix() : base("PROCGEN024", "PROCGEN026", "PROCGEN029") { }

    private protected override async Task<ImmutableArray<DeclarationChange>> FindChangesAsync(Diagnostic diagnostic, Project project, CancellationToken cancellationToken)
    {
        if (!diagnostic.Properties.TryGetValue("KnownTypes", out string? ids) || !diagnostic.Properties.TryGetValue("KnownTypesAttribute", out string? attributeName))
        {
            return [];
        }

        bool isElsewhere = diagnostic.Properties.ContainsKey("KnownTypesPlace");
        Location place = isElsewhere ? diagnostic.AdditionalLocations[diagnostic.AdditionalLocations.Count - 1] : diagnostic.Location;
        if (project.Solution.FindDocument(place) is not { } document
            || await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model
            || AttributeLists.Find(model.Compilation, attributeName!) is not { } attribute
            || FindDeclaration(root.FindNode(place.SourceSpan), isElsewhere) is not { } declaration)
        {
            return [];
        }

        INamedTypeSymbol[] types = [.. ids!.Split(';').Select(id => DocumentationCommentId.GetFirstSymbolForDeclarationId(id, model.Compilation)).OfType<INamedTypeSymbol>()];
        if (types.Length == 0)
        {
            return [];
        }

        int position = declaration.SpanStart;
        string target = declaration is MethodDeclarationSyntax ? "return: " : isElsewhere && declaration is ParameterSyntax ? "property: " : "";
        string name = target + AttributeLists.NameAt(model, position, attribute);
        string[] names = [.. types.Select(type => $"typeof({type.ToMinimalDisplayString(model, position)})")];
        string[] attributes = attribute.Name == "MemoryPackUnionAttribute"
            ? [.. names.Select((type, index) => $"{name}({index.ToString(CultureInfo.InvariantCulture)}, {type})")]
            : [$"{name}({string.Join(", ", names)})"];
        string title = types.Length == 1 ? $"Name '{types[0].Name}' as known type" : $"Name {types.Length.ToString(CultureInfo.InvariantCulture)} known types";
        return [new DeclarationChange(document.Id, declaration.Span, title, name, node => AttributeLists.AddTo(node, attributes))];
    }

    private static SyntaxNode? FindDeclaration(SyntaxNode node, bool isElsewhere) =>
        isElsewhere ? node as TypeDeclarationSyntax ?? Places.FindMember(node)
        : node as ParameterSyntax ?? (SyntaxNode?)node.FirstAncestorOrSelf<MethodDeclarationSyntax>();
}
