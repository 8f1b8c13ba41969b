using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Crossing;

/// <summary>
/// The types that MemoryPack's own generator serves. Its output cannot be seen from here, so the attribute decides and not the interface that it generates.
/// </summary>
internal static class MemoryPackTypes
{
    // The values of MemoryPack.GenerateType.
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

    /// <summary>The value of MemoryPack.GenerateType that a type with [MemoryPackable] has.</summary>
    public static int FindKind(INamedTypeSymbol type) => Find(type, "MemoryPackableAttribute") is { } packable ? KindOf(packable) : 0;

    /// <summary>Whether MemoryPack has nothing to write for a type because it does not name what may stand behind it.</summary>
    public static bool LacksUnion(INamedTypeSymbol type) =>
        (type.TypeKind == TypeKind.Interface || type.IsAbstract) && FindKind(type) is not (Collection or NoGenerate) && Find(type, "MemoryPackUnionAttribute") is null;

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

    private static AttributeData? Find(INamedTypeSymbol type, string name) =>
        type.GetAttributes().FirstOrDefault(a => a.AttributeClass is { ContainingNamespace: { Name: "MemoryPack", ContainingNamespace.IsGlobalNamespace: true } } attribute && attribute.Name == name);
}
