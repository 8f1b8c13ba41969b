using Microsoft.CodeAnalysis;
using ProcGen.Shared.Crossing;

namespace ProcGen.Analyzers.CallSites;

/// <summary>Tells the members that cross with their object from those that stay behind.</summary>
internal static class CarriedMembers
{
    /// <summary>Whether a member crosses with an object of this type, as far as its attributes and its accessibility decide it.</summary>
    public static bool IsCarried(INamedTypeSymbol type, ISymbol member)
    {
        if (member.IsStatic)
        {
            return false;
        }

        return MemoryPackTypes.FindCodec(type) is null
            ? !IsIgnored(member) && !BackingFieldIsIgnored(member)
            : MemoryPackTypes.WritesMembers(type) && MemoryPackTypes.IsWritten(member);
    }

    private static bool BackingFieldIsIgnored(ISymbol member) =>
        member is IPropertySymbol property
        && property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property) && IsIgnored(field));

    private static bool IsIgnored(ISymbol member) => member.GetAttributes().Any(a => a.AttributeClass?.Name == "ProcessIgnoreAttribute");
}
