using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Bodies.Calls;
using ProcGen.Analyzers.Bodies.Facts;
using ProcGen.Analyzers.Rules;

namespace ProcGen.Analyzers.Bodies.Rules;

/// <summary>
/// PROCGEN063: a static lock excludes the threads of one process. That is what it is for where it guards memory that each process has on purpose; where it guards
/// something else, the workers are let in all at once.
/// </summary>
internal sealed class LockRule() : BodyRule(BodyRules.StaticLock, BodyRules.StaticLockInCalls)
{
    public override IEnumerable<Finding> InBody(BodyFacts root, BodyIndex index) =>
        from use in root.Locks
        where !CallsUnder(root, use).Any() && !StatesUnder(root, use).Any() && !GuardsConsoleOnly(use)
        select Find(use, chain: null);

    public override IEnumerable<Finding> InBuild(BodyFacts root, BuildScope scope)
    {
        foreach (Reached reached in scope.ReachedFrom(root))
        {
            foreach (LockUse use in reached.Body.Locks)
            {
                if (Matters(use, reached, scope))
                {
                    yield return Find(use, reached.Chain);
                }
            }
        }
    }

    private static bool Matters(LockUse use, Reached reached, BuildScope scope)
    {
        // Each process makes its own value, once.
        if (use.IsForInitialization && !use.ReachesOutside)
        {
            return false;
        }

        HashSet<ISymbol> guarded = new(StatesUnder(reached.Body, use), SymbolEqualityComparer.Default);
        bool reachesOutside = use.ReachesOutside;
        foreach (CallSite site in CallsUnder(reached.Body, use))
        {
            foreach (BodyFacts body in CallGraph.RunBy(site.Target, scope.Index))
            {
                guarded.UnionWith(body.StaticUses.Select(other => other.State));
            }
        }

        guarded.Remove(use.Lock);

        // What is called at some distance is only reported for what it guards, because there a lock is usually about threads.
        return guarded.Any(scope.IsMutable) || reachesOutside || (reached.Chain is null && guarded.Count == 0 && !GuardsConsoleOnly(use));
    }

    private static bool GuardsConsoleOnly(LockUse use) => use.TouchesConsole && !use.ReachesOutside;

    private static IEnumerable<CallSite> CallsUnder(BodyFacts body, LockUse use) => body.Calls.Where(site => IsUnder(site.Location, use));

    // Another lock is no state that this one guards.
    private static IEnumerable<ISymbol> StatesUnder(BodyFacts body, LockUse use) =>
        body.StaticUses.Where(other => IsUnder(other.Location, use) && !body.Locks.Any(taken => SymbolEqualityComparer.Default.Equals(other.State, taken.Lock))).Select(other => other.State);

    private static bool IsUnder(Location location, LockUse use) => location.SourceTree == use.Span.SourceTree && use.Span.SourceSpan.Contains(location.SourceSpan);

    private static Finding Find(LockUse use, CallChain? chain)
    {
        string name = use.Lock is INamedTypeSymbol type ? $"typeof({type.Name})" : Names.Of(use.Lock);
        return new(use.Location, chain, name, [name, use.Kind], []);
    }
}
