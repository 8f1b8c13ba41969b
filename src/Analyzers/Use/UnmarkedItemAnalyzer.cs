using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Use;

/// <summary>Reports items of a joinable queue that a method takes and, on some way through it, does not mark done.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnmarkedItemAnalyzer : ProcGenAnalyzer
{
    /// <summary>Makes the analyzer.</summary>
    public UnmarkedItemAnalyzer() : base(UseRules.UnmarkedItem) { }

    private protected override void Register(CompilationStartAnalysisContext context, KnownSymbols known)
    {
        if (known.Compilation.GetBestTypeByMetadataName("ProcGen.JoinableProcessQueue`1") is { } queueType)
        {
            context.RegisterOperationAction(operation => Check(operation, queueType), OperationKind.Invocation);
        }
    }

    private static void Check(OperationAnalysisContext context, INamedTypeSymbol queueType)
    {
        var take = (IInvocationOperation)context.Operation;
        if (context.IsGeneratedCode
            || take.TargetMethod.Name is not ("Take" or "TakeAsync" or "TryTake" or "TryTakeAsync")
            || !take.TargetMethod.ContainingType.Is(queueType)
            || take.Instance is not { } queue
            || !ItemOwnership.StaysHere(take, queue, context.ContainingSymbol)
            || FindGraph(context, take) is not { } graph
            || new ItemPaths(graph, take, queue).FindUnmarked() is not { } way)
        {
            return;
        }

        string name = queue.Syntax.ToString();
        string method = take.NestedFunction() is { Name.Length: > 0 } local ? local.Name : context.ContainingSymbol.Name;
        context.ReportDiagnostic(Diagnostic.Create(
            UseRules.UnmarkedItem, PlaceOf(take), way.Place is null ? null : [way.Place], $"{name}.{take.TargetMethod.Name}", Describe(way, method), $"{name}.MarkDone()"));
    }

    private static string Describe(UnmarkedWay way, string method) =>
        way switch
        {
            { ToNextItem: true } => "to the next item",
            { Place: { } place } => $"out of '{method}' (line {place.GetLineSpan().StartLinePosition.Line + 1})",
            _ => $"out of '{method}'",
        };

    private static Location PlaceOf(IInvocationOperation take) => take.Syntax is InvocationExpressionSyntax ? take.Syntax.GetLocation() : Location.None;

    // The graph of the function that the item is taken in, from the member's own to the nested one.
    private static ControlFlowGraph? FindGraph(OperationAnalysisContext context, IInvocationOperation take)
    {
        ControlFlowGraph? graph = context.GetControlFlowGraph();
        foreach (IMethodSymbol function in NestedFunctions(take).Reverse())
        {
            graph = function.MethodKind == MethodKind.LocalFunction
                ? graph!.LocalFunctions.Contains(function, SymbolEqualityComparer.Default) ? graph.GetLocalFunctionControlFlowGraph(function, context.CancellationToken) : null
                : graph!.Blocks.SelectMany(ItemPaths.OperationsOf).SelectMany(operation => operation.DescendantsAndSelf()).OfType<IFlowAnonymousFunctionOperation>()
                    .FirstOrDefault(lambda => SymbolEqualityComparer.Default.Equals(lambda.Symbol, function)) is { } found
                    ? graph.GetAnonymousFunctionControlFlowGraph(found, context.CancellationToken)
                    : null;
            if (graph is null)
            {
                return null;
            }
        }

        return graph;
    }

    private static IEnumerable<IMethodSymbol> NestedFunctions(IOperation operation)
    {
        for (IOperation? o = operation.Parent; o is not null; o = o.Parent)
        {
            switch (o)
            {
                case IAnonymousFunctionOperation lambda:
                    yield return lambda.Symbol;
                    break;
                case ILocalFunctionOperation local:
                    yield return local.Symbol;
                    break;
            }
        }
    }
}
