using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ProcGen.Shared.Crossing;

namespace ProcGen.Analyzers.Crossing;

/// <summary>A closed set of types that could be declared, and where: on the type if it is one's own, else on the member or parameter that has it.</summary>
/// <param name="Types">The types, none of which is abstract or generic, and all of which can cross.</param>
/// <param name="Declaration">The place of the type or member; null for the parameter or result that is reported.</param>
/// <param name="IsUnion">Whether it is declared by MemoryPack's attribute.</param>
internal sealed record KnownTypeProposal(ImmutableArray<INamedTypeSymbol> Types, Location? Declaration, bool IsUnion)
{
    /// <summary>The proposal for a type, or null if there is nothing to propose.</summary>
    /// <param name="type">The class or interface that something may stand behind.</param>
    /// <param name="member">The member that has the type, or null.</param>
    /// <param name="isDirect">Whether an attribute on that member, or on the parameter, is about this type.</param>
    /// <param name="classifier">Tells what can cross.</param>
    /// <param name="compilation">The compilation.</param>
    public static KnownTypeProposal? For(ITypeSymbol type, ISymbol? member, bool isDirect, CrossingClassifier classifier, Compilation compilation)
    {
        if (type is not INamedTypeSymbol { SpecialType: not SpecialType.System_Object } declared)
        {
            return null;
        }

        bool isOwn = SymbolEqualityComparer.Default.Equals(declared.ContainingAssembly, compilation.Assembly);
        bool isUnion = MemoryPackTypes.FindCodec(declared) is not null;
        Location? declaration = isOwn && !declared.IsGenericType ? declared.FindSource() : isDirect ? member.FindSource() : null;
        if ((declaration is null && (!isDirect || member is not null || isUnion)) || (declaration?.SourceTree is { } tree && !compilation.ContainsSyntaxTree(tree)))
        {
            return null;
        }

        ImmutableArray<INamedTypeSymbol> types =
        [
            .. DerivedTypes.Of(compilation).Find(declared).Where(derived =>
                derived is { IsAbstract: false, IsGenericType: false, IsFileLocal: false, IsRefLikeType: false }
                && derived.TypeKind != TypeKind.Interface
                && KnownTypeSet.CanStandBehind(derived, declared, compilation)
                && (!isUnion || MemoryPackTypes.FindCodec(derived) is not null)
                && MayCross(derived, declared, classifier)),
        ];
        return types.IsEmpty ? null : new KnownTypeProposal(types, declaration, isUnion);
    }

    /// <summary>Whether a type can cross, or could if the set of the declared type were known: a pipeline is made of classes each of which holds another one behind the same interface.</summary>
    private static bool MayCross(INamedTypeSymbol derived, INamedTypeSymbol declared, CrossingClassifier classifier) =>
        CrossingClassifier.FindFailure(classifier.Classify(derived, ImmutableArray<AttributeData>.Empty)) is not { } failure
        || (failure.RuleId is CrossingRules.OpenType or CrossingRules.LazySequence && SymbolEqualityComparer.Default.Equals(failure.Type, declared));

    /// <summary>What the fix needs to know.</summary>
    public ImmutableDictionary<string, string?> AddTo(ImmutableDictionary<string, string?> properties, ImmutableArray<Location>.Builder places)
    {
        if (Declaration is not null)
        {
            places.Add(Declaration);
            properties = properties.Add(ReportProperties.KnownTypesPlace, "");
        }

        return properties
            .Add(ReportProperties.KnownTypes, string.Join(";", Types.Select(DocumentationCommentId.CreateDeclarationId)))
            .Add(ReportProperties.KnownTypesAttribute, IsUnion ? "MemoryPack.MemoryPackUnionAttribute" : "ProcGen.ProcessKnownTypesAttribute");
    }
}
