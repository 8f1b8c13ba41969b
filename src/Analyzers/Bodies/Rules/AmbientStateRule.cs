using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Bodies.Calls;
using ProcGen.Analyzers.Bodies.Facts;
using ProcGen.Analyzers.Bodies.StaticState;
using ProcGen.Analyzers.Rules;

namespace ProcGen.Analyzers.Bodies.Rules;

/// <summary>
/// PROCGEN061: state of a thread or of a flow of calls is used, which does not cross with the call. What a call sets for itself and reads again is its own affair,
/// and so is what each thread makes for itself.
/// </summary>
internal sealed class AmbientStateRule() : BodyRule(BodyRules.AmbientState, BodyRules.AmbientStateInCalls)
{
    public override IEnumerable<Finding> InType(BodyFacts root, TypeScope scope)
    {
        // Asked first, because most types have none, and then nothing has to be followed.
        if (!scope.HasAmbientState || scope.MayBeSetUp)
        {
            return [];
        }

        // Where a call leaves the type, it may come back and set what is read here.
        ImmutableArray<Reached> reached = CallGraph.From(root, scope.Index);
        return reached.SelectMany(r => r.Body.Calls).All(site => IsWithin(site.Target, scope.Type))
            ? Find(reached, scope.Index, scope.Knows, scope.UsesOf, isSetFromOutside: static _ => false)
            : [];
    }

    public override IEnumerable<Finding> InBuild(BodyFacts root, BuildScope scope) =>
        Find(
            scope.ReachedFrom(root),
            scope.Index,
            static _ => true,
            state => scope.IsSetUp(state) ? [] : scope.UsesOf(state),
            state => !StaticStates.IsPrivate(state) && IsVisible(state) && !scope.IsSetUp(state));

    private static IEnumerable<Finding> Find(
        ImmutableArray<Reached> reached, BodyIndex index, Func<ISymbol, bool> isKnown, Func<ISymbol, IEnumerable<StateUse>> usesOf, Func<ISymbol, bool> isSetFromOutside)
    {
        IEnumerable<IGrouping<ISymbol, (Reached Reached, StaticUse Use)>> groups = reached
            .SelectMany(r => r.Body.StaticUses, (r, use) => (Reached: r, Use: use))
            .Where(use => StaticStates.AmbientKindOf(use.Use.State) is not null && isKnown(use.Use.State))
            .GroupBy(use => use.Use.State, SymbolEqualityComparer.Default)!;
        foreach (IGrouping<ISymbol, (Reached Reached, StaticUse Use)> uses in groups)
        {
            bool isWritten = uses.Any(use => use.Use.Access >= Access.Change);
            bool isRead = uses.Any(use => use.Use.Access < Access.Change);
            if (isWritten == isRead || (isRead && !IsSetSomewhere(uses.Key)))
            {
                continue;
            }

            (Reached first, StaticUse found) = uses.First();
            string name = Names.Of(uses.Key);
            yield return new(found.Location, first.Chain, name, [isWritten ? "sets" : "reads", name, StaticStates.AmbientKindOf(uses.Key)!], []);
        }

        bool IsSetSomewhere(ISymbol state) =>
            index.Find(state) is not { MakesThreadValue: true }
            && (isSetFromOutside(state) || usesOf(state).Any(use => use.Use.Access >= Access.Change && !StateJudge.IsInitial(use.Body.Owner)));
    }

    private static bool IsVisible(ISymbol state)
    {
        for (ISymbol? symbol = state; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            if (symbol.DeclaredAccessibility != Accessibility.Public)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsWithin(IMethodSymbol method, INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = method.ContainingType; t is not null; t = t.ContainingType)
        {
            if (SymbolEqualityComparer.Default.Equals(t, type))
            {
                return true;
            }
        }

        return false;
    }
}
