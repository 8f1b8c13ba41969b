using Microsoft.CodeAnalysis;
using ProcGen.Shared.Crossing;

namespace ProcGen.Generator.Parsing;

/// <summary>
/// Describes the members of types that MemoryPack serializes, down to the last of them. A version-tolerant type is its name only: that two builds of
/// it understand each other is what it is for.
/// </summary>
internal static class PackableLayout
{
    private const int VersionTolerant = 1;

    public static string Describe(ITypeSymbol type) => Describe(type, []);

    private static string Describe(ITypeSymbol type, HashSet<string> seen)
    {
        if (type is not INamedTypeSymbol named || !seen.Add(type.Source()))
        {
            return "";
        }

        string arguments = string.Concat(named.TypeArguments.Select(a => Describe(a, seen)));
        if (MemoryPackTypes.FindCodec(named) is null || MemoryPackTypes.FindKind(named) == VersionTolerant)
        {
            return arguments;
        }

        IEnumerable<string> members =
            from t in Chain(named)
            from member in t.GetMembers()
            where !member.IsStatic && !member.IsImplicitlyDeclared && member is IFieldSymbol or IPropertySymbol { IsIndexer: false }
            let memberType = member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type
            orderby member.Name, t.Name
            select $"{member.Name}={memberType.Source()}{Describe(memberType is IArrayTypeSymbol array ? array.ElementType : memberType, seen)};";
        return arguments + "{" + string.Concat(members) + "}";
    }

    private static IEnumerable<INamedTypeSymbol> Chain(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is { SpecialType: SpecialType.None }; t = t.BaseType)
        {
            yield return t;
        }
    }
}
