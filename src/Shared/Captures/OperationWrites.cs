using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProcGen.Shared.Captures;

/// <summary>Tells what changes a variable, or the object behind it, from what only reads it.</summary>
internal static class OperationWrites
{
    /// <summary>Whether the reference is a target: of an assignment, of an increment, or of a parameter or a local that is passed by reference.</summary>
    public static bool IsWritten(this IOperation reference)
    {
        IOperation child = reference;
        IOperation? parent = reference.Parent;
        while (parent is ITupleOperation or IParenthesizedOperation or IDeclarationExpressionOperation)
        {
            (child, parent) = (parent, parent.Parent);
        }

        return parent switch
        {
            IAssignmentOperation assignment => assignment.Target == child || assignment is ISimpleAssignmentOperation { IsRef: true },
            IIncrementOrDecrementOperation => true,
            IArgumentOperation { Parameter.RefKind: not (RefKind.None or RefKind.In or RefKind.RefReadOnlyParameter) } => true,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol.IsRef: true } } => true,
            IAddressOfOperation => true,
            _ => false,
        };
    }

    /// <summary>
    /// Whether what the reference stands for is changed where it is used: a member or an element of it is assigned, however deep, or a collection is called that changes itself. What methods
    /// of other types do cannot be seen here.
    /// </summary>
    public static bool IsChanged(this IOperation reference)
    {
        IOperation child = reference;
        while (child.Parent is { } parent
            && (parent is IConversionOperation or IArrayElementReferenceOperation or IInlineArrayAccessOperation || (parent is IMemberReferenceOperation member && member.Instance == child)))
        {
            child = parent;
            if (child is not IConversionOperation && child.IsWritten())
            {
                return true;
            }
        }

        return child.Parent is IInvocationOperation { Instance: { } instance, TargetMethod: var method } && instance == child && ChangesItself(method);
    }

    // Methods of immutable collections have these names, too, and leave their object as it is.
    private static bool ChangesItself(IMethodSymbol method) =>
        (MutatingMethods.Contains(method.Name) || method.Name == "GetOrAdd")
        && (method.ContainingType is { Name: "StringBuilder", ContainingNamespace: { Name: "Text", ContainingNamespace.Name: "System" } }
            || method.ContainingType.ContainingNamespace is { Name: "Collections", ContainingNamespace.Name: "System" }
                or { Name: "Generic" or "Concurrent" or "ObjectModel" or "Specialized", ContainingNamespace: { Name: "Collections", ContainingNamespace.Name: "System" } });
}
