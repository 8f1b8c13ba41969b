using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Analyzers.CallSites;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared;
using ProcGen.Shared.Methods;

namespace ProcGen.Analyzers.Use;

/// <summary>Reports data that every call of a loop sends again, although the loop never changes it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RepeatedArgumentAnalyzer : ProcGenAnalyzer
{
    private const string Way = "mark the parameter [Shared], or make it state of the workers ([WorkerState])";

    /// <summary>Makes the analyzer.</summary>
    public RepeatedArgumentAnalyzer() : base(UseRules.RepeatedArgument) { }

    private protected override void Register(CompilationStartAnalysisContext context, KnownSymbols known)
    {
        var symbols = UseSymbols.For(known);
        INamedTypeSymbol? sharedAttribute = known.Compilation.GetBestTypeByMetadataName("ProcGen.SharedAttribute");
        context.RegisterOperationAction(operation => Check(operation, sharedAttribute, symbols), OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext context, INamedTypeSymbol? sharedAttribute, UseSymbols symbols)
    {
        var call = (IInvocationOperation)context.Operation;
        if (context.IsGeneratedCode || !StubCalls.IsStub(call.TargetMethod))
        {
            return;
        }

        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument is { ArgumentKind: ArgumentKind.Explicit, Parameter: { } parameter }
                && SignatureRoles.OfParameter(parameter, symbols.Known).Role == ParameterRole.Value
                && StubCalls.FindParameter(call.TargetMethod, parameter, symbols.Known) is { } marked
                && !marked.HasAttribute(sharedAttribute)
                && SameObject.SymbolOf(argument.Value) is { } variable
                && DataSize.MayBeLarge(variable, argument.Value, symbols)
                && RepeatedRegion.Find(call, variable, symbols) is { } region
                && !RepeatedRegion.MayChange(variable, region, symbols))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    UseRules.RepeatedArgument, argument.Value.Syntax.GetLocation(), variable.Name, UseSymbols.NameOf(call.TargetMethod), Way));
            }
        }
    }
}
