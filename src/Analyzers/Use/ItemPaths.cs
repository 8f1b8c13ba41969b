using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProcGen.Analyzers.Use;

/// <summary>A way through a function on which an item is not marked done.</summary>
/// <param name="ToNextItem">Whether it leads to where the next item is taken, not out of the function.</param>
/// <param name="Place">Where the function is left, if something stands there.</param>
internal sealed record UnmarkedWay(bool ToNextItem, Location? Place);

/// <summary>
/// Follows the ways from where an item is taken. An exception that leaves the function is no return, so only those that a general catch of the same function
/// swallows are followed; a catch of something special is taken to know what it does.
/// </summary>
internal sealed class ItemPaths(ControlFlowGraph graph, IInvocationOperation take, IOperation queue)
{
    private readonly HashSet<int> _visited = [];
    private readonly Queue<BasicBlock> _pending = new();

    /// <summary>Finds a way on which the item is not marked done.</summary>
    public UnmarkedWay? FindUnmarked()
    {
        if (graph.Blocks.FirstOrDefault(block => OperationsOf(block).Any(Takes)) is not { } start)
        {
            return null;
        }

        IOperation[] operations = [.. OperationsOf(start)];
        int index = Array.FindIndex(operations, Takes);
        bool isBranch = start.BranchValue is { } value && operations[index] == value;
        if (take.TargetMethod.Name.StartsWith("Try", StringComparison.Ordinal))
        {
            // Only where the result decides at once is it known on which way there is an item.
            if (!isBranch || WayWithItem(start) is not { } way)
            {
                return null;
            }

            if (Follow(way) is { } found)
            {
                return found;
            }
        }
        else if (!Scan(start, operations.Skip(index + 1), MayThrowAround(operations[index])) && FollowAll(start) is { } found)
        {
            return found;
        }

        while (_pending.Count > 0)
        {
            BasicBlock block = _pending.Dequeue();
            if (OperationsOf(block).Any(Takes))
            {
                if (block.Ordinal == start.Ordinal && !OperationsOf(block).TakeWhile(operation => !Takes(operation)).Any(Marks) && !IsTry)
                {
                    return new(true, null);
                }
            }

            if (!Scan(block, OperationsOf(block), false) && FollowAll(block) is { } unmarked)
            {
                return unmarked;
            }
        }

        return null;
    }

    /// <summary>What a block does, its condition or result last.</summary>
    public static IEnumerable<IOperation> OperationsOf(BasicBlock block) => block.BranchValue is { } value ? block.Operations.Append(value) : block.Operations;

    private bool IsTry => take.TargetMethod.Name.StartsWith("Try", StringComparison.Ordinal);

    private bool Takes(IOperation operation) => operation.DescendantsAndSelf().Any(o => o is IInvocationOperation && o.Syntax == take.Syntax);

    private bool Marks(IOperation operation) => operation.DescendantsAndSelf().Any(o => ItemOwnership.IsMark(o, queue));

    // True if the item is marked done in these operations. Before that, whatever may throw leads to the catches around.
    private bool Scan(BasicBlock block, IEnumerable<IOperation> operations, bool mayThrow)
    {
        foreach (IOperation operation in operations)
        {
            if (Marks(operation))
            {
                AddCatches(block, mayThrow);
                return true;
            }

            mayThrow |= operation.DescendantsAndSelf().Any(o => o is IInvocationOperation or IObjectCreationOperation);
        }

        AddCatches(block, mayThrow);
        return false;
    }

    // What is called with the item in the operation that takes it.
    private bool MayThrowAround(IOperation operation) =>
        operation.DescendantsAndSelf().OfType<IInvocationOperation>().Any(call =>
            call.Syntax != take.Syntax && call.TargetMethod.Name is not ("ConfigureAwait" or "AsTask") && call.Syntax.Span.Contains(take.Syntax.Span));

    private UnmarkedWay? FollowAll(BasicBlock block) => (block.ConditionalSuccessor is { } conditional ? Follow(conditional) : null) ?? (block.FallThroughSuccessor is { } next ? Follow(next) : null);

    private UnmarkedWay? Follow(ControlFlowBranch branch)
    {
        if (branch.Destination is not { } destination || branch.FinallyRegions.Any(region => BlocksOf(region).SelectMany(OperationsOf).Any(Marks)))
        {
            return null;
        }

        if (destination.Kind == BasicBlockKind.Exit)
        {
            return new(false, branch.Source.BranchValue?.Syntax.GetLocation());
        }

        Add(destination);
        return null;
    }

    // The branch that is taken when there was an item, through any number of negations.
    private ControlFlowBranch? WayWithItem(BasicBlock block)
    {
        bool jumpsWithItem = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
        IOperation condition = block.BranchValue!;
        while (condition.WithoutConversions() is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } negation)
        {
            condition = negation.Operand;
            jumpsWithItem = !jumpsWithItem;
        }

        while (condition is IAwaitOperation or IConversionOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" })
        {
            condition = condition switch { IAwaitOperation awaited => awaited.Operation, IConversionOperation conversion => conversion.Operand, _ => ((IInvocationOperation)condition).Instance! };
        }

        return condition.Syntax != take.Syntax || block.ConditionKind == ControlFlowConditionKind.None ? null
            : jumpsWithItem ? block.ConditionalSuccessor
            : block.FallThroughSuccessor;
    }

    private void AddCatches(BasicBlock block, bool mayThrow)
    {
        for (ControlFlowRegion? region = mayThrow ? block.EnclosingRegion : null; region is not null; region = region.EnclosingRegion)
        {
            if (region is not { Kind: ControlFlowRegionKind.Try, EnclosingRegion: { } attempt })
            {
                continue;
            }

            if (attempt.Kind == ControlFlowRegionKind.TryAndFinally && attempt.NestedRegions.Where(r => r.Kind == ControlFlowRegionKind.Finally).SelectMany(BlocksOf).SelectMany(OperationsOf).Any(Marks))
            {
                return;
            }

            if (attempt.NestedRegions.FirstOrDefault(IsGeneralCatch) is { } handler)
            {
                Add(graph.Blocks[handler.FirstBlockOrdinal]);
                return;
            }
        }
    }

    private static bool IsGeneralCatch(ControlFlowRegion region) =>
        region is { Kind: ControlFlowRegionKind.Catch, ExceptionType: null or { SpecialType: SpecialType.System_Object } or { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };

    private IEnumerable<BasicBlock> BlocksOf(ControlFlowRegion region) => graph.Blocks.Where(block => block.Ordinal >= region.FirstBlockOrdinal && block.Ordinal <= region.LastBlockOrdinal);

    private void Add(BasicBlock block)
    {
        if (_visited.Add(block.Ordinal))
        {
            _pending.Enqueue(block);
        }
    }
}
