using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Bodies.Facts;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Bodies;

/// <summary>
/// The facts of all bodies that the compiler has shown so far, each found once. While the user types these are the bodies of the files at hand; at the end
/// of a build all of them.
/// </summary>
internal class BodyIndex(KnownSymbols known)
{
    // By outermost type: a private member can only be used in there, so its rules look nowhere else.
    private readonly ConcurrentDictionary<INamedTypeSymbol, ConcurrentDictionary<ISymbol, BodyFacts>> _bodies = new(SymbolEqualityComparer.Default);

    public KnownSymbols Known => known;

    public IAssemblySymbol Assembly => known.Compilation.Assembly;

    public IEnumerable<BodyFacts> All => _bodies.Values.SelectMany(bodies => bodies.Values);

    /// <summary>The facts of the body at hand; null for what is none, such as the attributes of an assembly.</summary>
    public BodyFacts? Collect(OperationBlockAnalysisContext context)
    {
        if (context.OwningSymbol is not (IMethodSymbol or IFieldSymbol or IPropertySymbol))
        {
            return null;
        }

        ISymbol owner = context.OwningSymbol is IMethodSymbol method ? method.Definition() : context.OwningSymbol.OriginalDefinition;
        ConcurrentDictionary<ISymbol, BodyFacts> bodies = BodiesOf(owner);
        return bodies.TryGetValue(owner, out BodyFacts found)
            ? found
            : bodies.GetOrAdd(owner, BodyCollector.Collect(owner, context.OperationBlocks, context.IsGeneratedCode, Assembly));
    }

    public virtual BodyFacts? Find(ISymbol owner) => BodiesOf(owner).TryGetValue(owner, out BodyFacts found) ? found : null;

    /// <summary>Whether what happens in a body happens in a worker, and is judged by its author as such.</summary>
    public bool IsRoot(ISymbol owner) => owner is IMethodSymbol && owner.HasAttribute(known.RunInProcessAttribute);

    /// <summary>Whether a body sets a worker up: once in each, before anything else.</summary>
    public bool IsStartup(ISymbol owner) => owner is IMethodSymbol && (owner.HasAttribute(known.WorkerStartupAttribute) || owner.HasAttribute(known.WorkerStateAttribute));

    /// <summary>The initializers that run with a constructor.</summary>
    public virtual ImmutableArray<BodyFacts> InitializersOf(INamedTypeSymbol type) =>
    [
        .. BodiesOf(type).Values.Where(body =>
            body.Owner is IFieldSymbol or IPropertySymbol && !body.Owner.IsStatic && SymbolEqualityComparer.Default.Equals(body.Owner.ContainingType, type)),
    ];

    private ConcurrentDictionary<ISymbol, BodyFacts> BodiesOf(ISymbol symbol) =>
        _bodies.GetOrAdd(Outermost(symbol), static _ => new(SymbolEqualityComparer.Default));

    /// <summary>The outermost type around a member or a type; all types in it share their private members.</summary>
    protected static INamedTypeSymbol Outermost(ISymbol symbol)
    {
        INamedTypeSymbol outermost = symbol as INamedTypeSymbol ?? symbol.ContainingType;
        while (outermost.ContainingType is { } outer)
        {
            outermost = outer;
        }

        return outermost.OriginalDefinition;
    }
}
