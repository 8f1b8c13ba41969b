using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProcGen.Analyzers.Bodies.Facts;

/// <summary>What is known of exceptions from where they are thrown: their static type, and whether they are caught around it.</summary>
internal static class Exceptions
{
    /// <summary>The type of a thrown expression, without the conversion to what the statement wants.</summary>
    public static INamedTypeSymbol? TypeOf(IOperation exception) => Plain(exception).Type as INamedTypeSymbol;

    /// <summary>The constructor whose object is thrown as it is, without an initializer; null for anything else.</summary>
    public static IMethodSymbol? MadeBy(IOperation exception) => Plain(exception) is IObjectCreationOperation { Initializer: null, Constructor: { } constructor } ? constructor : null;

    private static IOperation Plain(IOperation exception)
    {
        while (exception is IConversionOperation { OperatorMethod: null } conversion)
        {
            exception = conversion.Operand;
        }

        return exception;
    }

    /// <summary>Whether an exception of this type is caught around an operation and does not leave the catch again.</summary>
    public static bool IsCaught(IOperation operation, INamedTypeSymbol type) =>
        CatchesAround(operation).Any(clause => clause.Filter is null && Catches(clause, type) && !Rethrows(clause));

    /// <summary>Whether some exception may be caught around an operation and not leave the catch again.</summary>
    public static bool MayBeCaught(IOperation operation) => CatchesAround(operation).Any(clause => !Rethrows(clause));

    // Lambdas count as if they ran where they stand: what is not certain is taken to be caught.
    private static IEnumerable<ICatchClauseOperation> CatchesAround(IOperation operation)
    {
        IOperation inner = operation;
        for (IOperation? outer = operation.Parent; outer is not null; inner = outer, outer = outer.Parent)
        {
            if (outer is ITryOperation attempt && attempt.Body == inner)
            {
                foreach (ICatchClauseOperation clause in attempt.Catches)
                {
                    yield return clause;
                }
            }
        }
    }

    private static bool Catches(ICatchClauseOperation clause, INamedTypeSymbol type)
    {
        if (clause.ExceptionType.SpecialType == SpecialType.System_Object)
        {
            return true;
        }

        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(t, clause.ExceptionType))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Rethrows(ICatchClauseOperation clause) => clause.Handler.Descendants().Any(operation => operation is IThrowOperation { Exception: null });
}
