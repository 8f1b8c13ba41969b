using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared.Crossing;

namespace ProcGen.Analyzers.Crossing;

/// <summary>
/// Reports classes that cross and that are not sealed, where a derived class in sight adds data. An object of that class would be refused when it is sent, because
/// nothing is cut off silently; the compiler can say so before.
/// </summary>
internal static class DerivedData
{
    public static IEnumerable<Diagnostic> Find(CrossingPlace place, CrossingClassifier classifier, Compilation compilation)
    {
        var reported = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        foreach (CrossingStep step in CrossingStep.From(place.Type))
        {
            if (step is { IsKnown: false, Type: { Kind: CrossingKind.Object or CrossingKind.Contract, Type: INamedTypeSymbol { TypeKind: TypeKind.Class, IsSealed: false, IsAbstract: false } type } }
                && reported.Add(type)
                && FindDerived(type, compilation) is { } found)
            {
                yield return Create(step, type, found.Class, found.Member, place, classifier, compilation);
            }
        }
    }

    private static (INamedTypeSymbol Class, string Member)? FindDerived(INamedTypeSymbol type, Compilation compilation)
    {
        foreach (INamedTypeSymbol derived in DerivedTypes.Of(compilation).Find(type).Where(derived => CanBe(derived, type)))
        {
            for (INamedTypeSymbol? t = derived; t is not null && !SymbolEqualityComparer.Default.Equals(t.OriginalDefinition, type.OriginalDefinition); t = t.BaseType)
            {
                if (t.GetMembers().FirstOrDefault(IsData) is { } member)
                {
                    return (derived, NameOf((member as IFieldSymbol)?.AssociatedSymbol ?? member));
                }

                if (FindHiddenData(t) is { } hidden)
                {
                    return (derived, hidden);
                }
            }
        }

        return null;
    }

    /// <summary>Whether an object of a derived class can be one of the type: one that derives from <c>Base&lt;int&gt;</c> is no <c>Base&lt;string&gt;</c>.</summary>
    private static bool CanBe(INamedTypeSymbol derived, INamedTypeSymbol type)
    {
        // What a generic class derives from depends on its arguments.
        if (!type.IsGenericType || derived.IsGenericType)
        {
            return true;
        }

        for (INamedTypeSymbol? t = derived.BaseType; t is not null; t = t.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(t, type))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A property of a class in metadata that only constructors set: the compiler does not tell it from a computed one, its store does.</summary>
    private static string? FindHiddenData(INamedTypeSymbol type) =>
        type.Locations[0].IsInSource || DerivedTypes.IsFramework(type.ContainingAssembly)
            ? null
            : HiddenField.Of(type).Select(field => field.Property).OfType<string>()
                .FirstOrDefault(name => !type.GetMembers(name).Any(property => property.IsOverride || IsIgnored(property)));

    // A captured parameter of a primary constructor is a field <name>P.
    private static string NameOf(ISymbol member) =>
        member is IFieldSymbol { IsImplicitlyDeclared: true } && member.Name.EndsWith(">P", StringComparison.Ordinal) ? member.Name.Substring(1, member.Name.Length - 3) : member.Name;

    /// <summary>Whether a member is data of an object: a field, or, where metadata hides those, a property that can be set.</summary>
    private static bool IsData(ISymbol member) => member switch
    {
        { IsStatic: true } => false,
        IFieldSymbol field => !IsIgnored(field) && !IsIgnored(field.AssociatedSymbol),
        IPropertySymbol { IsIndexer: false, IsOverride: false, SetMethod: not null } property => !property.Locations[0].IsInSource && !IsIgnored(property),
        _ => false,
    };

    private static bool IsIgnored(ISymbol? member) => member?.GetAttributes().Any(a => a.AttributeClass?.Name == "ProcessIgnoreAttribute") == true;

    private static Diagnostic Create(CrossingStep step, INamedTypeSymbol type, INamedTypeSymbol derived, string member, CrossingPlace place, CrossingClassifier classifier, Compilation compilation)
    {
        ImmutableArray<Location>.Builder places = ImmutableArray.CreateBuilder<Location>();
        ImmutableDictionary<string, string?> properties = ImmutableDictionary<string, string?>.Empty;
        string advice = "Name the classes that may stand there with [ProcessKnownTypes].";
        if (KnownTypeProposal.For(type, step.Member, step.IsDirect, classifier, compilation) is { } proposal)
        {
            properties = proposal.AddTo(properties, places);
            advice = $"Name the classes that may stand there with [ProcessKnownTypes({string.Join(", ", proposal.Types.Select(t => $"typeof({t.Short()})"))})].";
        }

        return Diagnostic.Create(
            CrossingDescriptors.DerivedClassRefused,
            place.Location,
            places,
            properties,
            place.FullSubject,
            step.Clause,
            derived.Short() + derived.FindSource().Describe(),
            member,
            advice);
    }
}
