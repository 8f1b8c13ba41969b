using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProcGen.Analyzers.Bodies.Facts;

/// <summary>
/// Recognizes assignments that happen once, where nothing was there yet: <c>x ??= …</c>, <c>if (x is null) x = …</c>, <c>if (!s_ready) { …; s_ready = true; }</c>.
/// A process that has not done it yet does it, so it does not matter that each process has a variable of its own.
/// </summary>
internal static class LazyInitialization
{
    /// <summary>Whether an assignment only happens while its target, or another static variable that it goes together with, has no value yet.</summary>
    public static bool IsGuarded(ISimpleAssignmentOperation assignment, IOperation target)
    {
        if (SymbolOf(target) is not { } symbol)
        {
            return false;
        }

        IOperation inner = assignment;
        for (IOperation? outer = assignment.Parent; outer is not null; inner = outer, outer = outer.Parent)
        {
            switch (outer)
            {
                case ICoalesceOperation coalesce when coalesce.WhenNull == inner && IsSame(coalesce.Value, symbol):
                case IConditionalOperation branch when branch.WhenTrue == inner && IsMissing(branch.Condition, isMissing: true):
                case IConditionalOperation other when other.WhenFalse == inner && IsMissing(other.Condition, isMissing: false):
                    return true;
                case IBlockOperation block when ReturnsIfPresent(block, inner, symbol):
                    return true;
            }
        }

        return false;
    }

    /// <summary>What a call does with a variable that is passed to it by reference.</summary>
    public static Access OfReference(IArgumentOperation argument, IMethodSymbol method)
    {
        INamedTypeSymbol type = method.ContainingType;
        if (type.IsNamed("System.Threading", "LazyInitializer"))
        {
            return Access.LazyWrite;
        }

        if (type.IsNamed("System.Threading", "Interlocked"))
        {
            // A comparand that says "nothing" makes it an initialization.
            return method.Name == "Read" ? Access.Read
                : method.Name == "CompareExchange" && argument.Parent is IInvocationOperation call && IsNothing(call.Arguments[2].Value) ? Access.LazyWrite
                : Access.Write;
        }

        // Another look at the same memory: what is done through it cannot be seen.
        if (type.IsNamed("System.Runtime.InteropServices", "MemoryMarshal") || type.IsNamed("System.Runtime.CompilerServices", "Unsafe"))
        {
            return Access.Read;
        }

        return method.IsMethodOf("System.Threading", "Volatile", "Read") ? Access.Read : Access.Write;
    }

    // "if (s_value is not null) return s_value;" before it in the same block.
    private static bool ReturnsIfPresent(IBlockOperation block, IOperation statement, ISymbol symbol)
    {
        foreach (IOperation before in block.Operations)
        {
            if (before == statement)
            {
                return false;
            }

            if (before is IConditionalOperation { WhenFalse: null } branch
                && IsMissing(branch.Condition, isMissing: false)
                && branch.Condition.DescendantsAndSelf().Any(operation => IsSame(operation, symbol))
                && branch.WhenTrue is IReturnOperation or IBlockOperation { Operations: [.., IReturnOperation] })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a condition asks of a static variable, and of nothing else, whether it has a value.</summary>
    private static bool IsMissing(IOperation condition, bool isMissing) => condition.WithoutConversions() switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => IsMissing(not.Operand, !isMissing),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both => IsMissing(both.LeftOperand, isMissing) && IsMissing(both.RightOperand, isMissing),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equal => isMissing && IsStatic(equal.LeftOperand) && IsNothing(equal.RightOperand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } different => !isMissing && IsStatic(different.LeftOperand) && IsNothing(different.RightOperand),
        IIsPatternOperation pattern => IsStatic(pattern.Value) && AsksForNull(pattern.Pattern) == isMissing,
        IPropertyReferenceOperation { Property.Name: "HasValue", Instance: { } value } => !isMissing && IsStatic(value),
        { Type.SpecialType: SpecialType.System_Boolean } flag => !isMissing && IsStatic(flag),
        _ => false,
    };

    private static bool? AsksForNull(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation constant => IsNothing(constant.Value) ? true : null,
        INegatedPatternOperation negated => !AsksForNull(negated.Pattern),
        IRecursivePatternOperation { DeconstructionSubpatterns.Length: 0, PropertySubpatterns.Length: 0 } => false,
        _ => null,
    };

    private static bool IsStatic(IOperation operation) => operation.WithoutConversions() switch
    {
        IMemberReferenceOperation { Member.IsStatic: true, Member: IFieldSymbol or IPropertySymbol } => true,
        IInvocationOperation call when call.TargetMethod.IsMethodOf("System.Threading", "Volatile", "Read") => IsStatic(call.Arguments[0].Value),
        _ => false,
    };

    private static bool IsNothing(IOperation operation) => operation.WithoutConversions() is IDefaultValueOperation or { ConstantValue: { HasValue: true, Value: null or 0 or false } };

    private static bool IsSame(IOperation operation, ISymbol symbol) => SymbolEqualityComparer.Default.Equals(SymbolOf(operation.WithoutConversions()), symbol);

    private static ISymbol? SymbolOf(IOperation operation) => (operation as IMemberReferenceOperation)?.Member;
}
