using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Bodies.Arguments;
using ProcGen.Analyzers.Bodies.Calls;
using ProcGen.Analyzers.Bodies.Facts;
using ProcGen.Analyzers.Bodies.StaticState;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Bodies.Rules;

/// <summary>What is known when all bodies of a type are, but maybe no others.</summary>
internal sealed class TypeScope
{
    private readonly Lazy<bool> _mayBeSetUp;
    private readonly Lazy<StateJudge> _judge;
    private readonly Lazy<bool> _hasAmbientState;
    private readonly TypeBodyIndex _index;

    /// <param name="root">A marked method, whose type it is.</param>
    /// <param name="known">The compilation's symbols.</param>
    /// <param name="model">The model that the compiler has bound the method's body with.</param>
    /// <param name="cancellationToken">Stops.</param>
    public TypeScope(BodyFacts root, KnownSymbols known, SemanticModel? model, CancellationToken cancellationToken)
    {
        Type = root.Owner.ContainingType;
        _index = new TypeBodyIndex(root, known, model, cancellationToken);
        _mayBeSetUp = new(() => StartupMethods.MayExist(known.Compilation, cancellationToken));
        _judge = new(() => new StateJudge(isStartup: static _ => false, _index.IsRoot, changesParameter: static (_, _) => false, MayBeSetUp));
        _hasAmbientState = new(() => Type.GetMembers().Any(member => member.IsStatic && StaticStates.IsPrivate(member) && StaticStates.AmbientKindOf(member) is not null));
    }

    public INamedTypeSymbol Type { get; }

    public BodyIndex Index => _index;

    public StateJudge Judge => _judge.Value;

    /// <summary>Whether there may be methods elsewhere that set workers up.</summary>
    public bool MayBeSetUp => _mayBeSetUp.Value;

    /// <summary>Whether there is state of a thread or of a flow of calls that only the type can use.</summary>
    public bool HasAmbientState => _hasAmbientState.Value;

    /// <summary>Whether all uses of a static variable can be found, so that it can be judged.</summary>
    public bool Knows(ISymbol state) => StaticStates.IsPrivate(state) && SymbolEqualityComparer.Default.Equals(state.ContainingType, Type);

    public IEnumerable<StateUse> UsesOf(ISymbol state) => StateUse.AllOf(state, _index);
}

/// <summary>What is known when every body of the compilation can be looked into.</summary>
internal sealed class BuildScope
{
    private readonly Dictionary<ISymbol, IReadOnlyList<StateUse>> _uses = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, StateUse?> _changes = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, ImmutableArray<Reached>> _reached = new(SymbolEqualityComparer.Default);
    private readonly StateJudge _judge;

    /// <param name="index">All bodies.</param>
    /// <param name="roots">The marked methods.</param>
    /// <param name="findStartups">Finds the methods that set a worker up. It is asked only if some marked method uses static state.</param>
    public BuildScope(BodyIndex index, ImmutableArray<BodyFacts> roots, Func<IEnumerable<ISymbol>> findStartups)
    {
        Index = index;
        Arguments = new(index);
        var startup = new Lazy<HashSet<ISymbol>>(() => OwnersOf(findStartups().Select(index.Find).OfType<BodyFacts>().SelectMany(body => CallGraph.From(body, index))));
        var inWorker = new Lazy<HashSet<ISymbol>>(() => OwnersOf(roots.SelectMany(root => ReachedFrom(root))));
        _judge = new(owner => startup.Value.Contains(owner), owner => inWorker.Value.Contains(owner), (method, parameter) => Arguments.Of(method, parameter).Change is not null);
    }

    public BodyIndex Index { get; }

    /// <summary>What methods do with what is passed to them.</summary>
    public ArgumentSummaries Arguments { get; }

    public ImmutableArray<Reached> ReachedFrom(BodyFacts root)
    {
        if (!_reached.TryGetValue(root.Owner, out ImmutableArray<Reached> reached))
        {
            _reached.Add(root.Owner, reached = CallGraph.From(root, Index));
        }

        return reached;
    }

    public IReadOnlyList<StateUse> UsesOf(ISymbol state)
    {
        if (!_uses.TryGetValue(state, out IReadOnlyList<StateUse>? uses))
        {
            _uses.Add(state, uses = [.. StateUse.AllOf(state, Index)]);
        }

        return uses;
    }

    /// <summary>The use that makes a static variable mutable state; null if it is none.</summary>
    public StateUse? FindChange(ISymbol state)
    {
        if (!_changes.TryGetValue(state, out StateUse? change))
        {
            _changes.Add(state, change = _judge.FindChange(UsesOf(state)));
        }

        return change;
    }

    /// <summary>Whether a static variable is mutable state, or may become it from outside the assembly.</summary>
    public bool IsMutable(ISymbol state) => FindChange(state) is not null || (StaticStates.IsSetFromOutside(state, Index.Known.Compilation) && !IsSetUp(state));

    /// <summary>Whether the start-up of a worker sets a static variable.</summary>
    public bool IsSetUp(ISymbol state) => _judge.IsSetUp(UsesOf(state));

    private static HashSet<ISymbol> OwnersOf(IEnumerable<Reached> all) => new(all.Select(reached => reached.Body.Owner), SymbolEqualityComparer.Default);
}
