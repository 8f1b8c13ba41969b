using Microsoft.CodeAnalysis;
using ProcGen.Shared.Crossing;

namespace ProcGen.Analyzers.CallSites;

/// <summary>Tells the members that cross with their object from those that stay behind.</summary>
internal static class CarriedMembers
{
    // The values of MemoryPack.GenerateType under which the generated formatter writes members.
    private static readonly HashSet<int> s_writesMembers = [0, 1, 2];

    /// <summary>Whether a member crosses with an object of this type, as far as its attributes and its accessibility decide it.</summary>
    public static bool IsCarried(INamedTypeSymbol type, ISymbol member)
    {
        if (member.IsStatic)
        {
            return false;
        }

        if (MemoryPackTypes.FindCodec(type) is null)
        {
            return !Has(member, "ProcessIgnoreAttribute") && !BackingFieldIsIgnored(member);
        }

        return s_writesMembers.Contains(MemoryPackTypes.FindKind(type))
            && (member.DeclaredAccessibility == Accessibility.Public ? !Has(member, "MemoryPackIgnoreAttribute") : Has(member, "MemoryPackIncludeAttribute"));
    }

    private static bool BackingFieldIsIgnored(ISymbol member) =>
        member is IPropertySymbol property
        && property.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property) && Has(field, "ProcessIgnoreAttribute"));

    private static bool Has(ISymbol member, string attribute) => member.GetAttributes().Any(a => a.AttributeClass?.Name == attribute);
}
