using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared;

namespace ProcGen.Analyzers.MarkedMethods;

/// <summary>Reports the attribute on a local function or a lambda: what they capture lives in their method's frame, and no stub can name them.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LocalFunctionAnalyzer : ProcGenAnalyzer
{
    /// <summary>Makes the analyzer.</summary>
    public LocalFunctionAnalyzer() : base(MarkedMethodRules.LocalFunction) { }

    private protected override void Register(CompilationStartAnalysisContext context, KnownSymbols known) =>
        context.RegisterOperationAction(
            operation =>
            {
                IMethodSymbol function = operation.Operation is ILocalFunctionOperation local ? local.Symbol : ((IAnonymousFunctionOperation)operation.Operation).Symbol;
                if (function.FindAttribute(known.RunInProcessAttribute)?.ApplicationSyntaxReference is { } attribute)
                {
                    operation.ReportDiagnostic(Diagnostic.Create(
                        MarkedMethodRules.LocalFunction,
                        Location.Create(attribute.SyntaxTree, attribute.Span),
                        function.MethodKind == MethodKind.LocalFunction ? $"The local function '{function.Name}'" : "A lambda"));
                }
            },
            OperationKind.LocalFunction,
            OperationKind.AnonymousFunction);
}
