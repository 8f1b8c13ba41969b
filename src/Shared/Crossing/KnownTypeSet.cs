using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Crossing;

/// <summary>
/// The closed set of a <c>[ProcessKnownTypes]</c>. On a member that holds a collection it means the types of the items, so it is handed down to the
/// type arguments; each takes the types that can stand behind it.
/// </summary>
internal sealed class KnownTypeSet
{
    private readonly HashSet<ITypeSymbol> _used;

    private KnownTypeSet(ImmutableArray<ITypeSymbol> types, HashSet<ITypeSymbol> used)
    {
        Types = types;
        _used = used;
    }

    public ImmutableArray<ITypeSymbol> Types { get; }

    /// <summary>Distinguishes types by the sets in which they cross.</summary>
    public string Variant => "|" + string.Join(",", Types.Select(t => t.Source()));

    public static KnownTypeSet? From(ImmutableArray<AttributeData> attributes)
    {
        foreach (AttributeData attribute in attributes)
        {
            if (attribute.AttributeClass is { Name: "ProcessKnownTypesAttribute", ContainingNamespace: { Name: "ProcGen", ContainingNamespace.IsGlobalNamespace: true } } &&
                attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Array, IsNull: false } list])
            {
                ImmutableArray<ITypeSymbol> types = [.. list.Values.Select(v => v.Value).OfType<ITypeSymbol>().Distinct(SymbolEqualityComparer.Default).Cast<ITypeSymbol>()];
                return new KnownTypeSet(types, new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default));
            }
        }

        return null;
    }

    /// <summary>What of the set matters for a type: all of it for a type that hands it on, what can stand behind it otherwise, null if nothing does.</summary>
    public KnownTypeSet? RelevantFor(ITypeSymbol type, Compilation compilation)
    {
        if (type is IArrayTypeSymbol || type is INamedTypeSymbol { IsGenericType: true } named && (named.IsTupleType || FrameworkCodecs.TryGet(named.Metadata(), out _)))
        {
            return this;
        }

        if (type.IsSealed || type.IsValueType || type.TypeKind is not (TypeKind.Class or TypeKind.Interface))
        {
            return null;
        }

        ImmutableArray<ITypeSymbol> behind = [.. Types.Where(t => CanStandBehind(t, type, compilation))];
        foreach (ITypeSymbol t in behind)
        {
            _used.Add(t);
        }

        return behind.IsEmpty ? null : new KnownTypeSet(behind, _used);
    }

    /// <summary>A type of the set that stood behind nothing, or null.</summary>
    public ITypeSymbol? FindUnused() => Types.FirstOrDefault(t => !_used.Contains(t));

    public static bool CanStandBehind(ITypeSymbol type, ITypeSymbol declared, Compilation compilation)
    {
        var conversion = compilation.ClassifyCommonConversion(type, declared);
        return conversion.Exists && conversion.IsImplicit && !conversion.IsUserDefined && (conversion.IsIdentity || conversion.IsReference || type.IsValueType);
    }
}
