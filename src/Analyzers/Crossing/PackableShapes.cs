using Microsoft.CodeAnalysis;
using ProcGen.Shared.Crossing;

namespace ProcGen.Analyzers.Crossing;

/// <summary>
/// What the objects of a type with [MemoryPackable] hold, in the form of the classifier, which leaves such types to MemoryPack: public fields and properties, and what
/// [MemoryPackInclude] adds. Only types with the attribute are looked into.
/// </summary>
internal sealed class PackableShapes
{
    /// <summary>The variant of a shape, which is not how the type crosses.</summary>
    public const string Variant = "!packable";

    private readonly Dictionary<string, CrossingType> _shapes = new(StringComparer.Ordinal);

    /// <summary>The shape of a type; one without members for what MemoryPack's attribute says nothing about.</summary>
    public CrossingType Of(ITypeSymbol type)
    {
        string key = type.Source();
        if (_shapes.TryGetValue(key, out CrossingType? shape))
        {
            return shape;
        }

        shape = new CrossingType(type) { Variant = Variant, Kind = CrossingKind.TypedCodec };
        _shapes.Add(key, shape);
        switch (type)
        {
            case IArrayTypeSymbol array:
                shape.Elements.Add(Of(array.ElementType));
                break;
            case INamedTypeSymbol named when MemoryPackTypes.FindCodec(named) is not null:
                Fill(shape, named);
                break;
            case INamedTypeSymbol { TypeKind: not TypeKind.Delegate } named:
                shape.Elements.AddRange(named.TypeArguments.Where(t => t.TypeKind != TypeKind.TypeParameter).Select(Of));
                break;
        }

        return shape;
    }

    private void Fill(CrossingType shape, INamedTypeSymbol type)
    {
        shape.Kind = CrossingKind.Object;
        shape.KeepsReferences = MemoryPackTypes.KeepsReferences(type);
        foreach (AttributeData union in type.GetAttributes().Where(a => a.AttributeClass?.Name == "MemoryPackUnionAttribute"))
        {
            if (union.ConstructorArguments is [_, { Value: INamedTypeSymbol known }])
            {
                shape.Cases.Add(Of(known));
            }
        }

        for (INamedTypeSymbol? t = type; t is { SpecialType: SpecialType.None }; t = t.BaseType)
        {
            foreach (ISymbol member in t.GetMembers().Where(IsWritten))
            {
                shape.Members.Add(new CrossingMember(member.Name, member.MetadataName, t, member, CrossingAccess.Direct, Of(member is IPropertySymbol property ? property.Type : ((IFieldSymbol)member).Type)));
            }
        }
    }

    private static bool IsWritten(ISymbol member) =>
        member is { IsStatic: false, IsImplicitlyDeclared: false } and (IFieldSymbol or IPropertySymbol { IsIndexer: false })
        && MemoryPackTypes.IsWritten(member);
}
