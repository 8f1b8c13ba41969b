using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProcGen.Shared.Captures;

/// <summary>Tells writes from reads.</summary>
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

    /// <summary>Whether a member or an element of what the reference stands for is written, however deep.</summary>
    public static bool IsWrittenInto(this IOperation reference)
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

        return false;
    }
}
