using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers;

/// <summary>Tells types of the framework by their names, without making a string of them.</summary>
internal static class FrameworkNames
{
    /// <summary>Whether a type, or the definition it is constructed from, is the one of this namespace and name.</summary>
    public static bool IsNamed(this ITypeSymbol? type, string containingNamespace, string name) =>
        type is INamedTypeSymbol { ContainingType: null } && type.Name == name && type.ContainingNamespace.IsNamed(containingNamespace);

    /// <summary>Whether a namespace has this full name.</summary>
    public static bool IsNamed(this INamespaceSymbol? symbol, string fullName)
    {
        int end = fullName.Length;
        INamespaceSymbol? current = symbol;
        while (current is { IsGlobalNamespace: false })
        {
            int start = end - current.Name.Length;
            if (start < 0 || string.CompareOrdinal(fullName, start, current.Name, 0, current.Name.Length) != 0 || (start > 0 && fullName[start - 1] != '.'))
            {
                return false;
            }

            current = current.ContainingNamespace;
            if (start == 0)
            {
                return current is null or { IsGlobalNamespace: true };
            }

            end = start - 1;
        }

        return false;
    }

    /// <summary>Whether a method is declared by this type of the framework and has one of these names.</summary>
    public static bool IsMethodOf(this IMethodSymbol method, string containingNamespace, string typeName, params string[] names) =>
        names.Contains(method.Name) && method.ContainingType.IsNamed(containingNamespace, typeName);
}
