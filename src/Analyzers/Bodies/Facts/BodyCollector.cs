using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Analyzers.Bodies.Arguments;

namespace ProcGen.Analyzers.Bodies.Facts;

/// <summary>Walks one body once and writes down what the rules want to know of it.</summary>
internal sealed class BodyCollector(IAssemblySymbol assembly)
{
    private readonly ImmutableArray<CallSite>.Builder _calls = ImmutableArray.CreateBuilder<CallSite>();
    private readonly ImmutableArray<StaticUse>.Builder _staticUses = ImmutableArray.CreateBuilder<StaticUse>();
    private readonly ImmutableArray<LockUse>.Builder _locks = ImmutableArray.CreateBuilder<LockUse>();
    private readonly ImmutableArray<ProcessWideUse>.Builder _processWideUses = ImmutableArray.CreateBuilder<ProcessWideUse>();
    private readonly ImmutableArray<ThrowSite>.Builder _throws = ImmutableArray.CreateBuilder<ThrowSite>();

    private IMethodSymbol? _constructorInitializer;

    public static BodyFacts Collect(ISymbol owner, ImmutableArray<IOperation> blocks, bool isGenerated, IAssemblySymbol assembly)
    {
        var collector = new BodyCollector(assembly);
        foreach (IOperation block in blocks)
        {
            foreach (IOperation operation in block.DescendantsAndSelf())
            {
                collector.Visit(operation);
            }
        }

        return new BodyFacts(owner)
        {
            IsGenerated = isGenerated,
            ConstructorInitializer = collector._constructorInitializer,
            MakesThreadValue = owner is not IMethodSymbol && blocks.Any(MakesThreadValue),
            Arguments = owner is IMethodSymbol method ? ArgumentFlow.Of(method, blocks) : [],
            Calls = collector._calls.ToImmutable(),
            StaticUses = collector._staticUses.ToImmutable(),
            Locks = collector._locks.ToImmutable(),
            ProcessWideUses = collector._processWideUses.ToImmutable(),
            Throws = collector._throws.ToImmutable(),
        };
    }

    private void Visit(IOperation operation)
    {
        switch (operation)
        {
            case IMemberReferenceOperation reference:
                VisitMember(reference);
                break;
            case IInvocationOperation { TargetMethod.MethodKind: MethodKind.Constructor } initializer:
                _constructorInitializer = initializer.TargetMethod.Definition();
                break;
            case IThrowOperation { Exception: { } exception } when Exceptions.TypeOf(exception) is { } type && !Exceptions.IsCaught(operation, type):
                _throws.Add(new(type, Exceptions.MadeBy(exception), operation.Syntax.GetLocation()));
                break;
        }

        if (LockUses.Of(operation, assembly) is { } taken)
        {
            _locks.Add(taken);
        }

        if (ProcessWideMembers.Of(operation) is { } use)
        {
            _processWideUses.Add(use);
        }

        foreach (IMethodSymbol target in CallTargets.Of(operation))
        {
            IMethodSymbol definition = target.Definition();
            if (SymbolEqualityComparer.Default.Equals(definition.ContainingAssembly, assembly))
            {
                _calls.Add(new(definition, PlaceOf(operation), Exceptions.MayBeCaught(operation)));
            }
        }
    }

    private void VisitMember(IMemberReferenceOperation reference)
    {
        if (Sources.StaticStateOf(reference.Member, assembly) is not { } state || reference.Parent is INameOfOperation)
        {
            return;
        }

        VariableUse use = VariableUse.Of(reference);
        IMethodSymbol? passedTo = use.PassedTo?.Definition();
        bool isInSource = passedTo is not null && SymbolEqualityComparer.Default.Equals(passedTo.ContainingAssembly, assembly);
        _staticUses.Add(new(state, use.Access, PlaceOf(reference), isInSource ? passedTo : null, use.PassedAs));
    }

    private static bool MakesThreadValue(IOperation block) =>
        block.Descendants().Any(operation =>
            operation is IObjectCreationOperation { Type: { } type, Constructor.Parameters: [{ Type.TypeKind: TypeKind.Delegate }, ..] } && type.IsNamed("System.Threading", "ThreadLocal"));

    // Of a using, what it is about, and not all that it spans.
    private static Location PlaceOf(IOperation operation) => (operation.Syntax switch
    {
        UsingStatementSyntax { Declaration: { } declaration } => declaration,
        UsingStatementSyntax { Expression: { } expression } => expression,
        LocalDeclarationStatementSyntax local => local.Declaration,
        var syntax => syntax,
    }).GetLocation();
}
