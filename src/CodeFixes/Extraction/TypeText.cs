using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ProcGen.CodeFixes.Extraction;

/// <summary>Writes types and names as the code at a place would.</summary>
internal static class TypeText
{
    /// <summary>The name of a type; null if it has none, as an anonymous type.</summary>
    public static string? Of(ITypeSymbol type, SemanticModel model, int position) =>
        HasName(type) ? type.ToMinimalDisplayString(model, position) : null;

    /// <summary>
    /// The type of a captured variable: not nullable if the compiler knows at every use that it is not null, although <c>var</c> would be. Otherwise the moved code would be warned about.
    /// </summary>
    public static ITypeSymbol OfUses(ITypeSymbol type, IEnumerable<SyntaxNode> uses, SemanticModel model) =>
        type is { IsReferenceType: true, NullableAnnotation: NullableAnnotation.Annotated } && uses.All(use => model.GetTypeInfo(use).Nullability.FlowState == NullableFlowState.NotNull)
            ? type.WithNullableAnnotation(NullableAnnotation.NotAnnotated)
            : type;

    /// <summary>A name as an identifier.</summary>
    public static string Identifier(string name) => SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name : name;

    private static bool HasName(ITypeSymbol type) => type switch
    {
        { IsAnonymousType: true } or IErrorTypeSymbol => false,
        IArrayTypeSymbol array => HasName(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.All(HasName),
        _ => true,
    };
}
