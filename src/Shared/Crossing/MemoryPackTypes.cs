using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Crossing;

/// <summary>
/// The types that MemoryPack's own generator serves. Its output cannot be seen from here, so the attribute decides and not the interface that it generates.
/// </summary>
internal static class MemoryPackTypes
{
    // The values of MemoryPack.GenerateType.
    private const int CircularReference = 2;
    private const int Collection = 3;
    private const int NoGenerate = 4;

    /// <summary>The runtime's codec for a type with [MemoryPackable], or null for a type without.</summary>
    public static string? FindCodec(INamedTypeSymbol type)
    {
        AttributeData? packable = Find(type, "MemoryPackableAttribute");
        if (packable is null)
        {
            return null;
        }

        int kind = KindOf(packable);
        return kind == NoGenerate ? "FormatterCodec"
            : kind == Collection || type.TypeKind == TypeKind.Interface || type.IsAbstract ? "RegisteredFormatterCodec"
            : "PackableCodec";
    }

    /// <summary>Whether the formatter of a type with [MemoryPackable] keeps the identity of objects.</summary>
    public static bool KeepsReferences(INamedTypeSymbol type) => FindKind(type) == CircularReference;

    /// <summary>Whether the formatter of a type with [MemoryPackable] writes its members one by one.</summary>
    public static bool WritesMembers(INamedTypeSymbol type) => FindKind(type) is not (Collection or NoGenerate);

    /// <summary>Whether such a formatter writes a field or property, as far as its accessibility and its attributes decide it.</summary>
    public static bool IsWritten(ISymbol member) =>
        Find(member, "MemoryPackIgnoreAttribute") is null && (member.DeclaredAccessibility == Accessibility.Public || Find(member, "MemoryPackIncludeAttribute") is not null);

    /// <summary>The value of MemoryPack.GenerateType that a type with [MemoryPackable] has.</summary>
    public static int FindKind(INamedTypeSymbol type) => Find(type, "MemoryPackableAttribute") is { } packable ? KindOf(packable) : 0;

    /// <summary>Whether MemoryPack has nothing to write for a type because it does not name what may stand behind it.</summary>
    public static bool LacksUnion(INamedTypeSymbol type) =>
        (type.TypeKind == TypeKind.Interface || type.IsAbstract) && WritesMembers(type) && Find(type, "MemoryPackUnionAttribute") is null;

    private static int KindOf(AttributeData attribute)
    {
        foreach (TypedConstant argument in attribute.ConstructorArguments)
        {
            if (argument is { Type.Name: "GenerateType", Value: { } value })
            {
                return Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        return 0;
    }

    private static AttributeData? Find(ISymbol symbol, string name) =>
        symbol.GetAttributes().FirstOrDefault(a => a.AttributeClass is { ContainingNamespace: { Name: "MemoryPack", ContainingNamespace.IsGlobalNamespace: true } } attribute && attribute.Name == name);
}
