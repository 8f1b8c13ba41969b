using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Bodies.Arguments;
using ProcGen.Analyzers.Bodies.Facts;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Bodies.Rules;

/// <summary>PROCGEN062: an argument or the receiver is changed, and nothing of it is returned or used afterwards. The worker has a copy, so nobody ever sees the change.</summary>
internal sealed class ArgumentRule() : BodyRule(BodyRules.ArgumentChanged, BodyRules.ArgumentChangedInCalls)
{
    public override IEnumerable<Finding> InBody(BodyFacts root, BodyIndex index) => Find(root, index.Known, summaries: null);

    public override IEnumerable<Finding> InBuild(BodyFacts root, BuildScope scope) => Find(root, scope.Index.Known, scope.Arguments);

    private static IEnumerable<Finding> Find(BodyFacts root, KnownSymbols known, ArgumentSummaries? summaries)
    {
        var method = (IMethodSymbol)root.Owner;
        foreach (int parameter in root.Arguments.Select(e => e.Parameter).Distinct())
        {
            if (!IsCopied(method, parameter, known))
            {
                continue;
            }

            (ArgumentEvent Event, ArgumentChange? Change)[] events = [.. ArgumentSummaries.Resolve(root, parameter, summaries)];
            ArgumentChange? unseen = events.Where(e => e.Change is not null).OrderBy(e => e.Event.Location.SourceSpan.Start)
                .FirstOrDefault(e => !events.Any(other => other.Change is null && other.Event.MayFollow(e.Event))).Change;
            if (unseen is not null)
            {
                string name = parameter == ArgumentEvent.Receiver ? "its own object" : $"its argument '{method.Parameters[parameter].Name}'";
                yield return new(unseen.Location, unseen.Chain, parameter == ArgumentEvent.Receiver ? "this" : method.Parameters[parameter].Name, [name], []);
            }
        }
    }

    /// <summary>Whether a worker has a copy: not of its own state, and not of what processes share.</summary>
    private static bool IsCopied(IMethodSymbol method, int parameter, KnownSymbols known)
    {
        if (parameter == ArgumentEvent.Receiver)
        {
            return !HasCodec(method.ContainingType, known);
        }

        IParameterSymbol symbol = method.Parameters[parameter];
        return !symbol.HasAttribute(known.WorkerStateAttribute) && !symbol.Type.ContainingNamespace.IsNamed("ProcGen") && !HasCodec(symbol.Type, known);
    }

    // What a codec of the user's own makes of it may be another handle to the same thing.
    private static bool HasCodec(ITypeSymbol type, KnownSymbols known) =>
        known.Compilation.Assembly.GetAttributes().Any(attribute =>
            attribute.AttributeClass is { Name: "ProcessCodecAttribute" }
            && attribute.ConstructorArguments is [{ Value: ITypeSymbol coded }, ..]
            && SymbolEqualityComparer.Default.Equals(coded.OriginalDefinition, type.OriginalDefinition));
}
