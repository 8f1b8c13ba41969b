using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Bodies.Facts;

namespace ProcGen.Analyzers.Bodies.StaticState;

/// <summary>A use of static state, and the body that it stands in.</summary>
internal readonly record struct StateUse(BodyFacts Body, StaticUse Use)
{
    /// <summary>All uses of a static variable in the bodies of an index.</summary>
    public static IEnumerable<StateUse> AllOf(ISymbol state, BodyIndex index) =>
        from body in index.Mentioning(state)
        from use in body.StaticUses
        where SymbolEqualityComparer.Default.Equals(use.State, state)
        select new StateUse(body, use);
}

/// <summary>
/// Decides from all uses of a static variable whether it is mutable state: whether it matters that a worker has one of its own. It does not where the variable is set
/// once, before anything runs or at its first use, nor where it is a cache, which each process fills for itself.
/// </summary>
/// <param name="isStartup">Whether a body runs as a part of setting a worker up.</param>
/// <param name="isInWorker">Whether a body may run in a worker.</param>
/// <param name="changesParameter">Whether a method in source changes what is passed to it.</param>
/// <param name="mayBeSetUp">Whether there may be bodies that set a worker up and are not known.</param>
internal sealed class StateJudge(Func<ISymbol, bool> isStartup, Func<ISymbol, bool> isInWorker, Func<IMethodSymbol, int, bool> changesParameter, bool mayBeSetUp = false)
{
    /// <summary>A use that makes the variable mutable state; null if there is none.</summary>
    public StateUse? FindChange(IEnumerable<StateUse> uses)
    {
        StateUse[] later = [.. uses.Where(use => !IsInitial(use.Body.Owner))];
        bool isSetUp = mayBeSetUp || IsSetUp(later);

        // What the start-up of a worker sets is there on purpose; only what calls change beyond that is not.
        StateUse[] changes =
        [
            .. later.Where(use => AccessOf(use.Use) >= Access.Fill && !isStartup(use.Body.Owner) && (!isSetUp || isInWorker(use.Body.Owner)))
                .OrderBy(use => use.Use.Location.SourceTree!.FilePath, StringComparer.Ordinal).ThenBy(use => use.Use.Location.SourceSpan.Start),
        ];
        return changes.Length == 0 || IsCache(later) ? null : changes[0];
    }

    /// <summary>Whether the start-up of a worker sets the variable.</summary>
    public bool IsSetUp(IEnumerable<StateUse> uses) => uses.Any(use => isStartup(use.Body.Owner) && AccessOf(use.Use) >= Access.LazyWrite);

    /// <summary>Whether a body runs before all others in every process, and so in a worker, too.</summary>
    public static bool IsInitial(ISymbol owner) =>
        owner is not IMethodSymbol method ? owner.IsStatic
        : method.MethodKind == MethodKind.StaticConstructor
            || method.GetAttributes().Any(attribute => attribute.AttributeClass.IsNamed("System.Runtime.CompilerServices", "ModuleInitializerAttribute"));

    /// <summary>Whether every body that uses a dictionary looks an entry up before it puts it in. What is dropped may then be found again.</summary>
    private bool IsCache(StateUse[] uses) =>
        uses.GroupBy(use => use.Body.Owner, SymbolEqualityComparer.Default).All(body =>
        {
            HashSet<Access> done = [.. body.Select(use => AccessOf(use.Use))];
            bool looksUp = done.Contains(Access.LookUp) || done.Contains(Access.LookUpOrFill);
            bool fills = done.Contains(Access.Fill) || done.Contains(Access.LookUpOrFill);
            return looksUp && fills && !done.Contains(Access.Write);
        });

    // What an object does to itself in a method of its own, as pools and caches do, need not concern anybody else.
    private Access AccessOf(StaticUse use) =>
        use.Access == Access.Read && use is { PassedTo: { } method, PassedAs: >= 0 } && changesParameter(method, use.PassedAs) ? Access.Change : use.Access;
}
