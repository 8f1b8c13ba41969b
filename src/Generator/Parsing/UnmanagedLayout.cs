using Microsoft.CodeAnalysis;
using ProcGen.Shared.Crossing;

namespace ProcGen.Generator.Parsing;

/// <summary>Describes the bytes of a type that crosses as a block.</summary>
internal static class UnmanagedLayout
{
    public static string Describe(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { EnumUnderlyingType: { } underlying })
        {
            return underlying.Source();
        }

        // Fields in their own order: the layout follows it.
        return type is INamedTypeSymbol { SpecialType: SpecialType.None, TypeKind: TypeKind.Struct } named
            ? "{" + string.Join(";", named.GetMembers().OfType<IFieldSymbol>().Where(f => !f.IsStatic).Select(f => f.IsFixedSizeBuffer ? $"{f.Type.Source()}[{f.FixedSize}]" : f.Type.Source() + Describe(f.Type))) + "}"
            : "";
    }
}
