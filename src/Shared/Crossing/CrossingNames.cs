using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Crossing;

/// <summary>Names of types in the forms that this folder needs.</summary>
internal static class CrossingNames
{
    private static readonly SymbolDisplayFormat s_source = SymbolDisplayFormat.FullyQualifiedFormat
        .WithMiscellaneousOptions(
            SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers |
            SymbolDisplayMiscellaneousOptions.UseSpecialTypes |
            SymbolDisplayMiscellaneousOptions.ExpandNullable |
            SymbolDisplayMiscellaneousOptions.ExpandValueTuple);

    /// <summary>The name for generated code, from <c>global::</c> on, without nullability and tuple names.</summary>
    public static string Source(this ITypeSymbol type) => type.ToDisplayString(s_source);

    /// <summary>The name for people: <c>Job</c>, <c>Outer.Inner</c>, <c>Box&lt;int&gt;</c>.</summary>
    public static string Short(this ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);

    /// <summary>The full name in metadata, of the definition of a generic type: <c>System.Collections.Generic.List`1</c>.</summary>
    public static string Metadata(this INamedTypeSymbol type)
    {
        INamedTypeSymbol definition = type.OriginalDefinition;
        if (definition.ContainingType is { } outer)
        {
            return outer.Metadata() + "+" + definition.MetadataName;
        }

        return definition.ContainingNamespace is { IsGlobalNamespace: false } space
            ? space.ToDisplayString() + "." + definition.MetadataName
            : definition.MetadataName;
    }
}
