using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Use;

/// <summary>Where a value comes from and where it goes, as far as one method tells.</summary>
internal static class OperationFlow
{
    /// <summary>The outermost conversion or parenthesis around an operation, which is what its user sees.</summary>
    public static IOperation Wrapped(this IOperation operation)
    {
        while (operation.Parent is IConversionOperation { OperatorMethod: null } or IParenthesizedOperation)
        {
            operation = operation.Parent;
        }

        return operation;
    }

    /// <summary>What uses the value of an operation.</summary>
    public static IOperation? User(this IOperation operation) => operation.Wrapped().Parent;

    /// <summary>The innermost lambda or local function around an operation; null where that is the member itself.</summary>
    public static IMethodSymbol? NestedFunction(this IOperation operation)
    {
        for (IOperation? o = operation.Parent; o is not null; o = o.Parent)
        {
            switch (o)
            {
                case IAnonymousFunctionOperation lambda:
                    return lambda.Symbol;
                case ILocalFunctionOperation local:
                    return local.Symbol;
            }
        }

        return null;
    }

    /// <summary>The function whose code an operation is: the innermost lambda or local function, else the member.</summary>
    public static IMethodSymbol? Function(this IOperation operation, ISymbol containingSymbol) => operation.NestedFunction() ?? containingSymbol as IMethodSymbol;

    /// <summary>Whether an operation is part of an expression tree, which describes code and does not run it.</summary>
    public static bool IsInExpressionTree(this IOperation operation, INamedTypeSymbol? expressionOfT)
    {
        for (IOperation? o = operation.Parent; o is not null; o = o.Parent)
        {
            if (o is IAnonymousFunctionOperation && o.Parent is IConversionOperation { Type: { } type } && type.Is(expressionOfT))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether <see langword="await"/> is forbidden around an operation inside its function: in a lock, or in the filter of a catch.</summary>
    public static bool IsWhereAwaitIsForbidden(this IOperation operation)
    {
        for (IOperation child = operation; child.Parent is { } parent and not (IAnonymousFunctionOperation or ILocalFunctionOperation); child = parent)
        {
            if (parent is ILockOperation || (parent is ICatchClauseOperation clause && clause.Filter == child))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The places of a body that name a local.</summary>
    public static IEnumerable<ILocalReferenceOperation> ReferencesTo(this IOperation root, ILocalSymbol local) =>
        root.Descendants().OfType<ILocalReferenceOperation>().Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local) && !reference.IsDeclaration);

    /// <summary>The local that a value is the initial value of.</summary>
    public static ILocalSymbol? DeclaredLocal(this IOperation value) =>
        value.User() is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } ? declarator.Symbol : null;

    /// <summary>Whether a value is declared with <see langword="using"/>, or is what a using statement is about.</summary>
    public static bool IsUsed(this IOperation value)
    {
        IOperation? user = value.User();
        if (user is IVariableInitializerOperation)
        {
            user = user.Parent?.Parent?.Parent;
            return user is IUsingDeclarationOperation || (user is IVariableDeclarationGroupOperation && user.Parent is IUsingOperation or IUsingDeclarationOperation);
        }

        return user is IUsingOperation;
    }
}
