using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Analyzers.Bodies.Facts;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Bodies;

/// <summary>
/// The facts of bodies, each found when it is first asked for. What marked methods neither call nor share state with is never bound again for their sake, whatever else
/// there is in the compilation. It serves one thread.
/// </summary>
/// <param name="known">The compilation's symbols.</param>
/// <param name="model">A model that the compiler has bound a body with already; null if there is none at hand.</param>
/// <param name="cancellationToken">Stops.</param>
internal class BodyIndex(KnownSymbols known, SemanticModel? model, CancellationToken cancellationToken)
{
    private readonly Dictionary<ISymbol, BodyFacts?> _bodies = new(SymbolEqualityComparer.Default);

    public KnownSymbols Known => known;

    public IAssemblySymbol Assembly => known.Compilation.Assembly;

    /// <summary>Adds a body that the compiler has shown.</summary>
    public void Add(BodyFacts body) => _bodies[body.Owner] = body;

    /// <summary>The facts of a body; null for what has none in this index.</summary>
    public BodyFacts? Find(ISymbol owner)
    {
        if (!_bodies.TryGetValue(owner, out BodyFacts? found) && Covers(owner))
        {
            _bodies.Add(owner, found = Bind(owner));
        }

        return found;
    }

    /// <summary>The initializers that run with a constructor.</summary>
    public ImmutableArray<BodyFacts> InitializersOf(INamedTypeSymbol type) =>
        [.. type.GetMembers().Where(static member => member is IFieldSymbol or IPropertySymbol && !member.IsStatic).Select(Find).OfType<BodyFacts>()];

    /// <summary>The bodies that may use a static variable: those in whose text its name stands, and its own accessors, which have a keyword for its field.</summary>
    public IEnumerable<BodyFacts> Mentioning(ISymbol state)
    {
        var owners = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        if (state is IPropertySymbol property)
        {
            owners.UnionWith(new ISymbol?[] { property.GetMethod, property.SetMethod }.OfType<ISymbol>());
        }

        // What is private stands in the files of its type; for the rest the text of a file is asked before its nodes are.
        IEnumerable<SyntaxTree> trees = state.DeclaredAccessibility == Accessibility.Private
            ? Outermost(state).DeclaringSyntaxReferences.Select(static reference => reference.SyntaxTree).Distinct()
            : known.Compilation.SyntaxTrees;
        foreach (SyntaxTree tree in trees)
        {
            foreach (SyntaxNode body in Mentions.Of(state.Name, tree, cancellationToken))
            {
                if (DeclaredBy(body) is { } owner)
                {
                    owners.Add(OwnerOf(owner));
                }
            }
        }

        return owners.Select(Find).OfType<BodyFacts>();
    }

    /// <summary>Whether what happens in a body happens in a worker, and is judged by its author as such.</summary>
    public bool IsRoot(ISymbol owner) => IsRoot(owner, known);

    /// <inheritdoc cref="IsRoot(ISymbol)"/>
    public static bool IsRoot(ISymbol owner, KnownSymbols known) => owner is IMethodSymbol && owner.HasAttribute(known.RunInProcessAttribute);

    /// <summary>Whether a body sets a worker up: once in each, before anything else.</summary>
    public bool IsStartup(ISymbol owner) => IsStartup(owner, known);

    /// <inheritdoc cref="IsStartup(ISymbol)"/>
    public static bool IsStartup(ISymbol owner, KnownSymbols known) =>
        owner is IMethodSymbol && (owner.HasAttribute(known.WorkerStartupAttribute) || owner.HasAttribute(known.WorkerStateAttribute));

    /// <summary>What names a body, whichever of its declarations is at hand.</summary>
    public static ISymbol OwnerOf(ISymbol declared) => declared is IMethodSymbol method ? method.Definition() : declared.OriginalDefinition;

    /// <summary>Whether the bodies of a member belong to the index.</summary>
    protected virtual bool Covers(ISymbol owner) => SymbolEqualityComparer.Default.Equals(owner.ContainingAssembly, Assembly);

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

    private BodyFacts? Bind(ISymbol owner)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ImmutableArray<IOperation> bodies =
            [.. DeclarationsOf(owner).Select(body => ModelOf(body.SyntaxTree).GetOperation(body, cancellationToken)).OfType<IOperation>()];
        return bodies.IsEmpty
            ? null
            : BodyCollector.Collect(owner, bodies, GeneratedCode.Is(owner) || bodies.All(body => GeneratedCode.Is(body.Syntax.SyntaxTree, known.Compilation, cancellationToken)), Assembly);
    }

    private ISymbol? DeclaredBy(SyntaxNode body) => body switch
    {
        ArrowExpressionClauseSyntax { Parent: { } property } => (ModelOf(body.SyntaxTree).GetDeclaredSymbol(property, cancellationToken) as IPropertySymbol)?.GetMethod,
        TypeDeclarationSyntax type => (ModelOf(body.SyntaxTree).GetDeclaredSymbol(type, cancellationToken) as INamedTypeSymbol)?.InstanceConstructors
            .FirstOrDefault(constructor => constructor.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == type.SyntaxTree && reference.Span == type.Span)),
        _ => ModelOf(body.SyntaxTree).GetDeclaredSymbol(body, cancellationToken),
    };

    private SemanticModel ModelOf(SyntaxTree tree)
    {
#pragma warning disable RS1030 // What a marked method calls, or shares static state with, may stand in any file. To be shown every body would cost each build far more.
        return tree == model?.SyntaxTree ? model : known.Compilation.GetSemanticModel(tree);
#pragma warning restore RS1030
    }

    // What of a member's declaration is code: the method itself, the initializer of a field or property.
    private IEnumerable<SyntaxNode> DeclarationsOf(ISymbol owner)
    {
        ISymbol declared = owner is IMethodSymbol { PartialImplementationPart: { } implementation } ? implementation : owner;
        foreach (SyntaxReference reference in declared.DeclaringSyntaxReferences)
        {
            SyntaxNode? code = reference.GetSyntax(cancellationToken) switch
            {
                VariableDeclaratorSyntax variable => variable.Initializer,
                PropertyDeclarationSyntax property => property.Initializer,
                BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax or CompilationUnitSyntax => reference.GetSyntax(cancellationToken),

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
