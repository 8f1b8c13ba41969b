using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Analyzers.CallSites;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Use;

/// <summary>The code around a call that runs many times, and what it does with a variable from outside of it.</summary>
internal static class RepeatedRegion
{
    /// <summary>Finds the innermost loop around a call, or the function that is run for every item of a map or a query, if a variable comes from outside of it.</summary>
    public static IOperation? Find(IOperation call, ISymbol variable, UseSymbols symbols)
    {
        bool endsLoop = false;
        bool endsFunction = false;
        for (IOperation child = call; child.Parent is { } parent; child = parent)
        {
            // A call on the way out of a loop runs once for all of it: return Find(rows);
            endsFunction |= child is IReturnOperation { Kind: OperationKind.Return } or IThrowOperation || IsFollowedBy(parent, child, static o => o is IReturnOperation { Kind: OperationKind.Return } or IExpressionStatementOperation { Operation: IThrowOperation } or IThrowOperation);
            endsLoop |= IsFollowedBy(parent, child, static o => o is IBranchOperation { BranchKind: BranchKind.Break });
            switch (parent)
            {
                case ISwitchOperation:
                    endsLoop = false; // the break was one of the switch
                    break;
                case IForEachLoopOperation or IForLoopOperation or IWhileLoopOperation when endsFunction || endsLoop:
                    endsLoop = false;
                    break;
                // What is enumerated, and where a loop begins, is evaluated once.
                case IForEachLoopOperation loop when loop.Collection != child:
                case IForLoopOperation counted when !counted.Before.Contains(child):
                case IWhileLoopOperation:
                    return IsDeclaredWithin(variable, parent) ? null : parent;
                case IAnonymousFunctionOperation:
                    // However the function ends, it is run for the next item.
                    return IsRunForEveryItem(parent, symbols) && !IsDeclaredWithin(variable, parent) ? parent : null;
                case ILocalFunctionOperation:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Whether a variable may be assigned, or what it refers to may be changed, in the region or in a function that might run in between.</summary>
    public static bool MayChange(ISymbol variable, IOperation region, UseSymbols symbols)
    {
        foreach (IOperation reference in region.Root().Descendants())
        {
            if (SymbolEqualityComparer.Default.Equals(SymbolOfReference(reference), variable)
                && (reference.NestedFunction() is not null || IsWithin(reference, region))
                && !OnlyReads(reference, symbols))
            {
                return true;
            }
        }

        return false;
    }

    private static ISymbol? SymbolOfReference(IOperation operation) => operation is ILocalReferenceOperation or IParameterReferenceOperation ? SameObject.SymbolOf(operation) : null;

    private static bool OnlyReads(IOperation reference, UseSymbols symbols)
    {
        bool isText = reference.Type?.SpecialType == SpecialType.System_String;
        return reference.User() switch
        {
            IArgumentOperation { Parent: IInvocationOperation call, Parameter.RefKind: RefKind.None } => isText || StubCalls.IsStub(call.TargetMethod),
            IArgumentOperation { Parameter.RefKind: not RefKind.None } => false,
            IAssignmentOperation assignment => assignment.Target.WithoutConversions() != reference && isText,
            IArrayElementReferenceOperation element => !IsWritten(element),
            IPropertyReferenceOperation { Property: { IsIndexer: true } } element => !IsWritten(element),
            IPropertyReferenceOperation property => property.Property.Name is "Length" or "LongLength" or "Count" or "IsEmpty" or "Rank",
            IForEachLoopOperation or INameOfOperation or IIsPatternOperation or IBinaryOperation => true,
            _ => isText,
        };
    }

    // An element that stands anywhere but where a value is read, or whose own members are used, may be changed.
    private static bool IsWritten(IOperation element) => element.User() switch
    {
        IAssignmentOperation assignment => assignment.Target.WithoutConversions() == element || !IsValue(element),
        IIncrementOrDecrementOperation or IAddressOfOperation => true,
        IArgumentOperation { Parameter.RefKind: RefKind.None } => !IsValue(element),
        IArgumentOperation => true,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.IsRef: true } } => true,
        _ => !IsValue(element),
    };

    private static bool IsValue(IOperation element) => element.Type is { } type && (type.IsUnmanagedType || type.SpecialType == SpecialType.System_String);

    private static bool IsRunForEveryItem(IOperation function, UseSymbols symbols) =>
        function.Parent is IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { } method } } }
        && ((symbols.IsOfRuntime(method) && method.ContainingType.Is(symbols.Pool)) || method.ContainingType.ToDisplayString() is "System.Linq.Enumerable" or "System.Threading.Tasks.Parallel");

    private static bool IsFollowedBy(IOperation parent, IOperation statement, Func<IOperation, bool> isEnd) => parent switch
    {
        IBlockOperation block => block.Operations.SkipWhile(other => other != statement).Any(isEnd),
        ISwitchCaseOperation section => section.Body.SkipWhile(other => other != statement).Any(isEnd),
        _ => false,
    };

    private static bool IsDeclaredWithin(ISymbol variable, IOperation region) =>
        variable.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == region.Syntax.SyntaxTree && region.Syntax.Span.Contains(reference.Span));

    private static bool IsWithin(IOperation operation, IOperation region) => region.Syntax.Span.Contains(operation.Syntax.Span);
}
