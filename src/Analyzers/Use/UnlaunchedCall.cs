using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Analyzers.CallSites;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Use;

/// <summary>What is lost when a value is dropped.</summary>
internal enum LostValue
{
    /// <summary>A description of a call: nothing has run.</summary>
    Call,

    /// <summary>A sequence: nothing runs before it is enumerated.</summary>
    Sequence,

    /// <summary>The future of a call that is launched.</summary>
    Future,
}

/// <summary>
/// Finds calls, streams and maps that come to nothing. Both the rule that reports them and the suppressor that takes the compiler's own report away ask here.
/// </summary>
internal static class UnlaunchedCall
{
    /// <summary>Finds what a value loses if it is dropped.</summary>
    /// <param name="value">Any operation.</param>
    /// <param name="symbols">The compilation's symbols.</param>
    /// <returns>What is lost, and the member that made it; null if the value is none of those.</returns>
    public static (LostValue Kind, ISymbol Member)? FindLoss(IOperation value, UseSymbols symbols) => value.WithoutConversions() switch
    {
        IInvocationOperation call => FindLoss(call, symbols),
        IConditionalAccessOperation access => FindLoss(access.WhenNotNull, symbols),

        // await Task.Run(() => Primes.InProcess.Count(…)) gives the description back, and has run nothing.
        IAwaitOperation { Operation: IInvocationOperation { TargetMethod: { Name: "Run", ContainingType: { } type } run } } awaited
            when type.Is(symbols.Known.Task) && symbols.IsDescription(awaited.Type) => (LostValue.Call, run),
        _ => null,
    };

    /// <summary>Whether a value is dropped where it stands.</summary>
    /// <param name="value">The value.</param>
    /// <param name="kind">What is lost with it.</param>
    public static bool IsDropped(IOperation value, LostValue kind) => value.User() switch
    {
        IExpressionStatementOperation => true,

        // A discard says that a result is not wanted. It launches nothing.
        ISimpleAssignmentOperation { Target: IDiscardOperation } assignment => kind != LostValue.Future && assignment.User() is IExpressionStatementOperation,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { IsRef: false } local } } =>
            local.Name.Trim('_').Length != 0 && !value.Root().ReferencesTo(local).Any(),
        _ => false,
    };

    private static (LostValue Kind, ISymbol Member)? FindLoss(IInvocationOperation call, UseSymbols symbols)
    {
        IMethodSymbol method = call.TargetMethod;
        if (StubCalls.IsStub(method))
        {
            return (symbols.IsStream(method.ReturnType) ? LostValue.Sequence : LostValue.Call, method);
        }

        if (method.Name == "ConfigureAwait" && call.Instance is not null)
        {
            return symbols.IsDescription(call.Instance.Type) ? (LostValue.Future, method) : FindLoss(call.Instance, symbols);
        }

        if (!symbols.IsOfRuntime(method) && !symbols.IsExecutorMethod(method))
        {
            return null;
        }

        return symbols.IsDescription(method.ReturnType) ? (LostValue.Call, method)
            : symbols.IsAsyncSequence(method.ReturnType) ? (LostValue.Sequence, method)
            : symbols.IsTask(method.ReturnType) && IsLaunch(call, symbols) ? (LostValue.Future, method)
            : null;
    }

    // A method that starts the call that it is called on, or the calls that it is given.
    private static bool IsLaunch(IInvocationOperation call, UseSymbols symbols) =>
        symbols.IsDescription(call.Instance?.Type)
        || call.TargetMethod.Parameters.Any(parameter =>
            symbols.IsDescription(parameter.Type) || (parameter.Type is INamedTypeSymbol { DelegateInvokeMethod: { } function } && symbols.IsDescription(function.ReturnType)));
}
