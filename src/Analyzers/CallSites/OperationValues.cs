using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Shared.Captures;

namespace ProcGen.Analyzers.CallSites;

/// <summary>Looks through what does not change a value: conversions, and locals that are written once.</summary>
internal static class OperationValues
{
    /// <summary>The values that an expression may have, where it chooses between several.</summary>
    public static IEnumerable<IOperation> Alternatives(this IOperation value)
    {
        value = value.WithoutConversions();
        return value switch
        {
            IConditionalOperation { WhenFalse: { } whenFalse } conditional => conditional.WhenTrue.Alternatives().Concat(whenFalse.Alternatives()),
            ICoalesceOperation coalesce => coalesce.Value.Alternatives().Concat(coalesce.WhenNull.Alternatives()),
            ISwitchExpressionOperation choice => choice.Arms.SelectMany(static arm => arm.Value.Alternatives()),
            IThrowOperation => [],
            _ => [value],
        };
    }

    /// <summary>What a local was initialized with, if nothing else is ever written to it.</summary>
    public static IOperation? FindOnlyValue(this ILocalReferenceOperation reference)
    {
        IOperation? value = null;
        foreach (IOperation operation in reference.Root().Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when Same(declarator.Symbol, reference.Local):
                    value = declarator.GetVariableInitializer()?.Value;
                    break;
                case ILocalReferenceOperation other when Same(other.Local, reference.Local) && other.IsWritten():
                    return null;
            }
        }

        return value;
    }

    private static bool Same(ILocalSymbol a, ILocalSymbol b) => SymbolEqualityComparer.Default.Equals(a, b);
}
