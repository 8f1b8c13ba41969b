using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Bodies.Calls;

/// <summary>Names members and places as short as a person would.</summary>
internal static class Names
{
    public static string Of(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { AssociatedSymbol: { } associated } => Of(associated),
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => $"new {constructor.ContainingType.Name}",
        IMethodSymbol { MethodKind: MethodKind.UserDefinedOperator or MethodKind.Conversion } method => $"{method.ContainingType.Name}.{method.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat).Split('.').Last()}",
        IPropertySymbol { IsIndexer: true } indexer => $"{indexer.ContainingType.Name}[]",
        INamedTypeSymbol type => type.Name,
        _ => symbol.ContainingType is { } type ? $"{type.Name}.{symbol.Name}" : symbol.Name,
    };

    /// <summary>The file and the line, which a list of errors shows without opening either.</summary>
    public static string PlaceOf(Location location)
    {
        FileLinePositionSpan span = location.GetLineSpan();
        int slash = span.Path.LastIndexOfAny(['/', '\\']);
        return $"{span.Path.Substring(slash + 1)}:{span.StartLinePosition.Line + 1}";
    }
}
