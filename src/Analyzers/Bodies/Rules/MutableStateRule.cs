using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Bodies.Calls;
using ProcGen.Analyzers.Bodies.Facts;
using ProcGen.Analyzers.Bodies.StaticState;
using ProcGen.Analyzers.Rules;

namespace ProcGen.Analyzers.Bodies.Rules;

/// <summary>PROCGEN060: mutable static state is used, of which the worker has its own copy.</summary>
internal sealed class MutableStateRule() : BodyRule(BodyRules.MutableStaticState, BodyRules.MutableStaticStateInCalls)
{
    // A variable that the marked method itself assigns is mutable, whoever else uses it.
    public override IEnumerable<Finding> InBody(BodyFacts root, BodyIndex index) =>
        from uses in GroupsOf(root)
        where uses.Any(use => use.Access == Access.Write) || (uses.Any(use => use.Access == Access.Change) && uses.All(use => use.Access is not (Access.Fill or Access.LookUpOrFill)))
        select Find(uses, chain: null, change: null);

    public override IEnumerable<Finding> InType(BodyFacts root, TypeScope scope) =>
        from uses in GroupsOf(root)
        where scope.Knows(uses.Key)
        let change = scope.Judge.FindChange(scope.UsesOf(uses.Key))
        where change is not null
        select Find(uses, chain: null, change);

    public override IEnumerable<Finding> InBuild(BodyFacts root, BuildScope scope)
    {
        var found = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (Reached reached in scope.ReachedFrom(root))
        {
            foreach (IGrouping<ISymbol, StaticUse> uses in GroupsOf(reached.Body))
            {
                if (scope.IsMutable(uses.Key) && found.Add(uses.Key))
                {
                    yield return Find(uses, reached.Chain, scope.FindChange(uses.Key));
                }
            }
        }
    }

    private static IEnumerable<IGrouping<ISymbol, StaticUse>> GroupsOf(BodyFacts body) =>
        body.StaticUses.Where(use => StaticStates.AmbientKindOf(use.State) is null).GroupBy(use => use.State, SymbolEqualityComparer.Default)!;

    private static Finding Find(IGrouping<ISymbol, StaticUse> uses, CallChain? chain, StateUse? change)
    {
        StaticUse use = uses.FirstOrDefault(use => use.Access >= Access.Fill) ?? uses.First();
        string name = Names.Of(uses.Key);
        bool isElsewhere = change is { } other && other.Use.Location != use.Location;
        return new(use.Location, chain, name, [use.Access >= Access.Fill ? "changes" : "reads", name], isElsewhere ? [change!.Value.Use.Location] : []);
    }
}
