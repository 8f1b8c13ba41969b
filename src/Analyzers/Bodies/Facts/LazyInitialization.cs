using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProcGen.Analyzers.Bodies.Facts;

/// <summary>
/// Recognizes assignments that happen once, where nothing was there yet: <c>x ??= …</c>, <c>if (x is null) x = …</c>, <c>if (!s_ready) { …; s_ready = true; }</c>.
/// A process that has not done it yet does it, so it does not matter that each process has a variable of its own.
/// </summary>
internal static class LazyInitialization
{
    /// <summary>Whether an assignment only happens while its target has no value yet; for a static one also while another static variable, that it goes together with, has none.</summary>
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
                case IConditionalOperation branch when branch.WhenTrue == inner && IsMissing(branch.Condition, symbol, isMissing: true):
                case IConditionalOperation other when other.WhenFalse == inner && IsMissing(other.Condition, symbol, isMissing: false):
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

    /// <summary>
    /// Whether what is put into a dictionary is what was looked for there before and not found, as caches do: <c>if (!_all.TryGetValue(key, out var x)) { x = …; _all.Add(key, x); }</c>.
    /// </summary>
    public static bool IsMemoized(IOperation dictionary)
    {
        IOperation? value = dictionary switch
        {
            { Parent: IInvocationOperation { TargetMethod.Name: "Add" or "TryAdd", Arguments: [_, var argument] } } => argument.Value,
            IPropertyReferenceOperation { Parent: ISimpleAssignmentOperation assignment } => assignment.Value,
            _ => null,
        };
        return value?.WithoutConversions() is ILocalReferenceOperation { Local: var local }
            && SymbolOf(dictionary is IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance } ? instance : dictionary) is { } symbol
            && dictionary.Root().Descendants().OfType<IInvocationOperation>().Any(call =>
                call is { TargetMethod.Name: "TryGetValue", Instance: { } asked, Arguments: [_, { Value: var found }] }
                && call.Syntax.SpanStart < dictionary.Syntax.SpanStart
                && IsSame(asked, symbol)
                && found.DescendantsAndSelf().OfType<ILocalReferenceOperation>().Any(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local)));
    }

    /// <summary>Whether a block does nothing but give static variables their values where they have none, and return them.</summary>
    public static bool IsAllOf(IOperation body) =>
        body is IBlockOperation { Operations: var steps }
        && steps.Any(step => IsInitialization(step))
        && steps.All(step => IsInitialization(step) || step is IReturnOperation { ReturnedValue: { } value } && IsStatic(value));

    private static bool IsInitialization(IOperation step) => step switch
    {
        IConditionalOperation { WhenFalse: null, Condition: var condition } => IsMissing(condition, symbol: null, isMissing: true),
        IExpressionStatementOperation { Operation: ICoalesceAssignmentOperation { Target: var target } } => IsStatic(target),
        IReturnOperation { ReturnedValue: { } value } => value.WithoutConversions() switch
        {
            ICoalesceAssignmentOperation { Target: var target } => IsStatic(target),
            ICoalesceOperation { Value: var target, WhenNull: var made } => IsStatic(target) && made.WithoutConversions() is ISimpleAssignmentOperation,
            _ => false,
        },
        _ => false,
    };

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
                && IsMissing(branch.Condition, symbol, isMissing: false)
                && branch.Condition.DescendantsAndSelf().Any(operation => IsSame(operation, symbol))
                && branch.WhenTrue is IReturnOperation or IBlockOperation { Operations: [.., IReturnOperation] })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a condition asks of the variable, or of a static one if that is static, and of nothing else, whether it has a value.</summary>
    private static bool IsMissing(IOperation condition, ISymbol? symbol, bool isMissing) => condition.WithoutConversions() switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => IsMissing(not.Operand, symbol, !isMissing),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } both => IsMissing(both.LeftOperand, symbol, isMissing) && IsMissing(both.RightOperand, symbol, isMissing),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equal => isMissing && IsAsked(equal.LeftOperand, symbol) && IsNothing(equal.RightOperand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } different => !isMissing && IsAsked(different.LeftOperand, symbol) && IsNothing(different.RightOperand),
        IIsPatternOperation pattern => IsAsked(pattern.Value, symbol) && AsksForNull(pattern.Pattern) == isMissing,
        IPropertyReferenceOperation { Property.Name: "HasValue", Instance: { } value } => !isMissing && IsAsked(value, symbol),
        { Type.SpecialType: SpecialType.System_Boolean } flag => !isMissing && IsAsked(flag, symbol),
        _ => false,
    };

    private static bool? AsksForNull(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation constant => IsNothing(constant.Value) ? true : null,
        INegatedPatternOperation negated => !AsksForNull(negated.Pattern),
        IRecursivePatternOperation { DeconstructionSubpatterns.Length: 0, PropertySubpatterns.Length: 0 } => false,
        _ => null,
    };

    private static bool IsAsked(IOperation operation, ISymbol? symbol) => symbol is null or { IsStatic: true } ? IsStatic(operation) : IsSame(operation, symbol);

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
