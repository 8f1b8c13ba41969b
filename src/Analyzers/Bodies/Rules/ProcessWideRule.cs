using ProcGen.Analyzers.Bodies.Calls;
using ProcGen.Analyzers.Bodies.Facts;
using ProcGen.Analyzers.Rules;

namespace ProcGen.Analyzers.Bodies.Rules;

/// <summary>PROCGEN064: a member of the framework is used that concerns the process as a whole, which in a worker is another one.</summary>
internal sealed class ProcessWideRule() : BodyRule(BodyRules.ProcessWide, BodyRules.ProcessWideInCalls)
{
    public override IEnumerable<Finding> InBody(BodyFacts root, BodyIndex index) => root.ProcessWideUses.Select(use => Find(use, chain: null));

    public override IEnumerable<Finding> InBuild(BodyFacts root, BuildScope scope)
    {
        // The same member at several places down there is one thing to know.
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (Reached reached in scope.ReachedFrom(root))
        {
            foreach (ProcessWideUse use in reached.Body.ProcessWideUses)
            {
                if (found.Add(use.Member) || reached.Chain is null)
                {
                    yield return Find(use, reached.Chain);
                }
            }
        }
    }

    private static Finding Find(ProcessWideUse use, CallChain? chain) => new(use.Location, chain, use.Member, [use.Member, use.Consequence], []);
}
