using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.CallSites;
using ProcGen.Shared.Crossing;

namespace ProcGen.Analyzers.Crossing;

/// <summary>A step from a type to one that its objects hold.</summary>
/// <param name="Target">What is held.</param>
/// <param name="IsMutable">Whether it can be put there when the object that holds it is made already.</param>
/// <param name="Member">The member that holds it; null for an item, or for one of the known types.</param>
/// <param name="Name">The member's name as the user wrote it.</param>
internal readonly record struct ReferenceEdge(CrossingType Target, bool IsMutable, ISymbol? Member = null, string? Name = null)
{
    /// <summary>The class of a node, or null for what is no object of its own: a struct, a collection, a closed set.</summary>
    public static INamedTypeSymbol? ClassOf(CrossingType node) =>
        node is { Kind: CrossingKind.Object or CrossingKind.Contract, Type: INamedTypeSymbol { IsReferenceType: true } type } ? type : null;

    /// <summary>What the objects of a type hold, without those whose identity is kept: on a way through one of these a cycle ends.</summary>
    public static IEnumerable<ReferenceEdge> Of(CrossingType node, PackableShapes packables) =>
        IsLeftToMemoryPack(node) ? [new ReferenceEdge(packables.Of(node.Type), IsMutable: false)]
        : node.Elements.Concat(node.Cases).Select(static type => new ReferenceEdge(type, IsMutable: false))
        .Concat(node.Members.Select(member => new ReferenceEdge(member.Type, IsSetLate(node, member), member.Symbol, member.Name)))
        .Where(static edge => !edge.Target.KeepsReferences);

    private static bool IsLeftToMemoryPack(CrossingType node) =>
        node is { Kind: CrossingKind.TypedCodec, Type: INamedTypeSymbol type } && node.Variant != PackableShapes.Variant && MemoryPackTypes.FindCodec(type) is not null;

    // What a struct holds is set when the struct is, so the member with the struct decides.
    private static bool IsSetLate(CrossingType holder, CrossingMember member)
    {
        if (!holder.Type.IsReferenceType)
        {
            return false;
        }

        bool canBeAssigned = member.Symbol switch
        {
            IPropertySymbol property => property.SetMethod is { IsInitOnly: false },
            IFieldSymbol field => !field.IsReadOnly && !IsCaptured(field),
            _ => true,
        };
        return canBeAssigned || (IsFilledLater(member.Type.Type) && !IsConstructorSet(member));
    }

    /// <summary>A captured parameter of a primary constructor is a field <c>&lt;name&gt;P</c>, which the compiler does not call read-only.</summary>
    private static bool IsCaptured(IFieldSymbol field) => field.IsImplicitlyDeclared && field.Name.EndsWith(">P", StringComparison.Ordinal);

    private static bool IsFilledLater(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol)
        {
            return true;
        }

        return type is INamedTypeSymbol { IsGenericType: true } collection
            && collection.ContainingNamespace.ToDisplayString() is "System.Collections.Generic" or "System.Collections.ObjectModel" or "System.Collections.Concurrent"
            && !collection.Name.StartsWith("ReadOnly", StringComparison.Ordinal)
            && !collection.Name.StartsWith("IReadOnly", StringComparison.Ordinal)
            && collection.Name != "KeyValuePair";
    }

    /// <summary>Whether a constructor takes what the member holds: then it is complete before the object that holds it.</summary>
    private static bool IsConstructorSet(CrossingMember member)
    {
        string name = Plain(member.Name);
        return member.DeclaringType.InstanceConstructors.SelectMany(static c => c.Parameters)
            .Any(p => string.Equals(Plain(p.Name), name, StringComparison.OrdinalIgnoreCase) || Stores(p, member.Symbol));

        // public Node(Node[] inner) => Children = inner;
        static bool Stores(IParameterSymbol parameter, ISymbol member) =>
            ConstructorStores.FindMembers(parameter, CancellationToken.None).Any(store => SymbolEqualityComparer.Default.Equals(store.OriginalDefinition, member.OriginalDefinition));

        static string Plain(string name) => name.StartsWith("m_", StringComparison.Ordinal) ? name.Substring(2) : name.TrimStart('_');
    }
}
