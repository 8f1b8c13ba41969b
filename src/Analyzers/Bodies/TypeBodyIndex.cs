using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Analyzers.Bodies.Facts;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Bodies;

/// <summary>
/// The facts of the bodies that share their private members with one body, each bound when it is asked for. It serves one body while the user types, so that only what
/// that body's rules depend on is bound. What stands outside of the type is not in it.
/// </summary>
internal sealed class TypeBodyIndex : BodyIndex
{
    private readonly INamedTypeSymbol _outermost;
    private readonly SemanticModel? _model;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<ISymbol, BodyFacts?> _bodies = new(SymbolEqualityComparer.Default);

    /// <param name="root">The body at hand.</param>
    /// <param name="known">The compilation's symbols.</param>
    /// <param name="model">The model that the compiler has bound it with.</param>
    /// <param name="cancellationToken">Stops.</param>
    public TypeBodyIndex(BodyFacts root, KnownSymbols known, SemanticModel? model, CancellationToken cancellationToken)
        : base(known)
    {
        _outermost = Outermost(root.Owner);
        _model = model;
        _cancellationToken = cancellationToken;
        _bodies.Add(root.Owner, root);
    }

    public override BodyFacts? Find(ISymbol owner)
    {
        if (owner.ContainingType is null || !SymbolEqualityComparer.Default.Equals(Outermost(owner), _outermost))
        {
            return null;
        }

        if (!_bodies.TryGetValue(owner, out BodyFacts? found))
        {
            _bodies.Add(owner, found = Bind(owner));
        }

        return found;
    }

    public override ImmutableArray<BodyFacts> InitializersOf(INamedTypeSymbol type) =>
        [.. type.GetMembers().Where(static member => member is IFieldSymbol or IPropertySymbol && !member.IsStatic).Select(Find).OfType<BodyFacts>()];

    /// <summary>The bodies that may use a private member: those in whose text its name stands.</summary>
    public IEnumerable<BodyFacts> Mentioning(ISymbol member) =>
        MembersOf(_outermost)
            .Where(owner => owner is IMethodSymbol or IFieldSymbol or IPropertySymbol && Mentions(owner, member))
            .Select(owner => Find(owner is IMethodSymbol method ? method.Definition() : owner))
            .OfType<BodyFacts>();

    private static IEnumerable<ISymbol> MembersOf(INamedTypeSymbol type) =>
        type.GetMembers().SelectMany(static member => member is INamedTypeSymbol nested ? MembersOf(nested) : [member]);

    // A property's own accessors need not name it: they have a keyword for its field.
    private bool Mentions(ISymbol owner, ISymbol member) =>
        SymbolEqualityComparer.Default.Equals((owner as IMethodSymbol)?.AssociatedSymbol, member)
        || DeclarationsOf(owner).Any(node => node.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == member.Name));

    private BodyFacts? Bind(ISymbol owner)
    {
        ImmutableArray<IOperation> bodies = [.. DeclarationsOf(owner).Select(GetOperation).OfType<IOperation>()];
        return bodies.IsEmpty ? null : BodyCollector.Collect(owner, bodies, bodies.All(body => GeneratedCode.Is(body.Syntax.SyntaxTree, Known.Compilation, _cancellationToken)), Assembly);
    }

    private IOperation? GetOperation(SyntaxNode body)
    {
#pragma warning disable RS1030 // Other parts of the type stand in other files. They are looked into only where a marked method uses private state, which is rare.
        SemanticModel model = body.SyntaxTree == _model?.SyntaxTree ? _model : Known.Compilation.GetSemanticModel(body.SyntaxTree);
#pragma warning restore RS1030
        return model.GetOperation(body, _cancellationToken);
    }

    // What of a member's declaration is code: the method itself, the initializer of a field or property.
    private IEnumerable<SyntaxNode> DeclarationsOf(ISymbol owner)
    {
        ISymbol declared = owner is IMethodSymbol { PartialImplementationPart: { } implementation } ? implementation : owner;
        foreach (SyntaxReference reference in declared.DeclaringSyntaxReferences)
        {
            SyntaxNode? code = reference.GetSyntax(_cancellationToken) switch
            {
                VariableDeclaratorSyntax variable => variable.Initializer,
                PropertyDeclarationSyntax property => property.Initializer,
                BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax => reference.GetSyntax(_cancellationToken),

                // A primary constructor: its arguments for the base's.
                TypeDeclarationSyntax type when owner is IMethodSymbol { MethodKind: MethodKind.Constructor } => type,
                _ => null,
            };
            if (code is not null)
            {
                yield return code;
            }
        }
    }
}
