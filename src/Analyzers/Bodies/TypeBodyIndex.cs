using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Bodies.Facts;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Bodies;

/// <summary>
/// The bodies that share their private members with one body. It serves that body while the user types, so that only what its rules depend on is bound: what stands outside
/// of the type is not in it.
/// </summary>
internal sealed class TypeBodyIndex : BodyIndex
{
    private readonly INamedTypeSymbol _outermost;

    /// <param name="root">The body at hand.</param>
    /// <param name="known">The compilation's symbols.</param>
    /// <param name="model">The model that the compiler has bound it with.</param>
    /// <param name="cancellationToken">Stops.</param>
    public TypeBodyIndex(BodyFacts root, KnownSymbols known, SemanticModel? model, CancellationToken cancellationToken)
        : base(known, model, cancellationToken)
    {
        _outermost = Outermost(root.Owner);
        Add(root);
    }

    protected override bool Covers(ISymbol owner) => owner.ContainingType is not null && SymbolEqualityComparer.Default.Equals(Outermost(owner), _outermost);
}
