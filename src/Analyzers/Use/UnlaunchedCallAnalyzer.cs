using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared;

namespace ProcGen.Analyzers.Use;

/// <summary>Reports calls, streams and maps that are made and then dropped.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnlaunchedCallAnalyzer : ProcGenAnalyzer
{
    /// <summary>Makes the analyzer.</summary>
    public UnlaunchedCallAnalyzer() : base(UseRules.UnlaunchedCall) { }

    private protected override void Register(CompilationStartAnalysisContext context, KnownSymbols known)
    {
        var symbols = UseSymbols.For(known);
        context.RegisterOperationAction(operation => Check(operation, symbols), OperationKind.Invocation, OperationKind.Await);
    }

    private static void Check(OperationAnalysisContext context, UseSymbols symbols)
    {
        if (context.IsGeneratedCode || UnlaunchedCall.FindLoss(context.Operation, symbols) is not { } loss)
        {
            return;
        }

        // pool?.RunAsync(call): what is dropped is the value of the whole access.
        IOperation value = context.Operation;
        while (value.User() is Microsoft.CodeAnalysis.Operations.IConditionalAccessOperation access && access.WhenNotNull.WithoutConversions() == value)
        {
            value = access;
        }

        if (UnlaunchedCall.IsDropped(value, loss.Kind) && !value.IsInExpressionTree(symbols.ExpressionOfT))
        {
            context.ReportDiagnostic(Diagnostic.Create(UseRules.UnlaunchedCall, value.Syntax.GetLocation(), UseSymbols.NameOf(loss.Member), Explain(loss.Kind)));
        }
    }

    private static string Explain(LostValue kind) => kind switch
    {
        LostValue.Sequence => "gives a sequence that is never enumerated, so nothing runs. Enumerate it with 'await foreach'",
        LostValue.Future => "launches a call that nobody waits for, so its result and its exception are lost. Await it, or assign it to '_' if that is meant",
        _ => "describes a call that is never launched, so nothing runs. Await it, or give it to a pool",
    };
}
