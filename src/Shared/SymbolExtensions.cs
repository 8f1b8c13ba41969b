using Microsoft.CodeAnalysis;

namespace ProcGen.Shared;

internal static class SymbolExtensions
{
    /// <summary>Whether a symbol carries an attribute of exactly this class.</summary>
    public static bool HasAttribute(this ISymbol symbol, INamedTypeSymbol? attributeClass) => symbol.FindAttribute(attributeClass) is not null;

    /// <summary>The first application of an attribute on a symbol.</summary>
    public static AttributeData? FindAttribute(this ISymbol symbol, INamedTypeSymbol? attributeClass)
    {
        if (attributeClass is null)
        {
            return null;
        }

        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, attributeClass))
            {
                return attribute;
            }
        }

        return null;
    }

    /// <summary>Whether a type is this one, or constructed from it.</summary>
    public static bool Is(this ITypeSymbol type, INamedTypeSymbol? definition) =>
        definition is not null && SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, definition);

    /// <summary>Whether a class is derived from another, however indirectly.</summary>
    public static bool DerivesFrom(this ITypeSymbol type, INamedTypeSymbol? baseType)
    {
        for (INamedTypeSymbol? b = type.BaseType; b is not null && baseType is not null; b = b.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(b.OriginalDefinition, baseType.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The type of a name as the compilation's own code sees it: its own before those of its references, and of these the only one that it can reach. Copies that other
    /// assemblies hide in themselves are not in the way.
    /// </summary>
    public static INamedTypeSymbol? GetBestTypeByMetadataName(this Compilation compilation, string metadataName)
    {
        INamedTypeSymbol? best = null;
        foreach (INamedTypeSymbol type in compilation.GetTypesByMetadataName(metadataName))
        {
            if (SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly))
            {
                return type;
            }

            if (compilation.IsSymbolAccessibleWithin(type, compilation.Assembly))
            {
                if (best is not null)
                {
                    return null;
                }

                best = type;
            }
        }

        return best;
    }

    /// <summary>A type and the types it is nested in, outermost first.</summary>
    public static IReadOnlyList<INamedTypeSymbol> WithContainingTypes(this INamedTypeSymbol type)
    {
        var types = new List<INamedTypeSymbol>();
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
        {
            types.Insert(0, t);
        }

        return types;
    }
}
