using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Analyzers.CallSites;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared;
using ProcGen.Shared.Methods;

namespace ProcGen.Analyzers.Use;

/// <summary>Reports direct calls of marked methods: they run in the process that calls.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DirectCallAnalyzer : ProcGenAnalyzer
{
    /// <summary>Makes the analyzer.</summary>
    public DirectCallAnalyzer() : base(UseRules.DirectCall) { }

    private protected override void Register(CompilationStartAnalysisContext context, KnownSymbols known)
    {
        var symbols = UseSymbols.For(known);
        context.RegisterOperationAction(operation => Check(operation, symbols), OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext context, UseSymbols symbols)
    {
        var call = (IInvocationOperation)context.Operation;
        IMethodSymbol method = call.TargetMethod;
        if (context.IsGeneratedCode
            || !StubCalls.MayHaveStubs(method.ContainingType)
            || !method.HasAttribute(symbols.Known.RunInProcessAttribute)
            || MethodRules.GetRole(method, symbols.Known) != MethodRole.Call
            || !StubCalls.HasStub(method, symbols.Known)
            || RunsInWorker(context.ContainingSymbol, symbols.Known)
            || call.IsInExpressionTree(symbols.ExpressionOfT))
        {
            return;
        }

        string stub = $"{method.ContainingType.Name}.{WellKnownTypes.StubClass}.{method.Name}";
        context.ReportDiagnostic(Diagnostic.Create(UseRules.DirectCall, PlaceOf(call), UseSymbols.NameOf(method), stub));
    }

    // Marked methods of all kinds run in the worker already, and so does what a subclass of WorkerProcess does in its body.
    private static bool RunsInWorker(ISymbol symbol, KnownSymbols known)
    {
        for (ISymbol? s = symbol; s is not null and not INamedTypeSymbol; s = s.ContainingSymbol)
        {
            if (s is IMethodSymbol method && MethodRules.IsMarked(method.PartialDefinitionPart ?? method, known))
            {
                return true;
            }
        }

        return false;
    }

    // The name, not the receiver and the arguments, which may be long.
    private static Location PlaceOf(IInvocationOperation call) => call.Syntax switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name.GetLocation(),
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } => binding.Name.GetLocation(),
        InvocationExpressionSyntax invocation => invocation.Expression.GetLocation(),
        _ => call.Syntax.GetLocation(),
    };
}
