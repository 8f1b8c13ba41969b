using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProcGen.Analyzers.Use;

/// <summary>Tells whether two expressions name one object, as far as a method can tell without following assignments.</summary>
internal static class SameObject
{
    /// <summary>Whether both name the same local, parameter, field or property of the same object.</summary>
    public static bool Is(IOperation a, IOperation b) =>
        (a.WithoutConversions(), b.WithoutConversions()) switch
        {
            (IInstanceReferenceOperation, IInstanceReferenceOperation) => true,
            (IMemberReferenceOperation x, IMemberReferenceOperation y) =>
                SymbolEqualityComparer.Default.Equals(x.Member, y.Member) && (x.Instance is null ? y.Instance is null : y.Instance is not null && Is(x.Instance, y.Instance)),
            (var x, var y) => SymbolOf(x) is { } symbol && SymbolEqualityComparer.Default.Equals(symbol, SymbolOf(y)),
        };

    /// <summary>The variable that an operation names.</summary>
    public static ISymbol? SymbolOf(IOperation operation) => operation.WithoutConversions() switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };
}
