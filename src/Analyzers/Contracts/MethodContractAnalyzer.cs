using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared;
using ProcGen.Shared.Methods;

namespace ProcGen.Analyzers.Contracts;

/// <summary>Reports contracts on the attribute that contradict the method or themselves: a timeout that nothing can hear of, retries that nothing allows.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MethodContractAnalyzer : ProcGenAnalyzer
{
    /// <summary>Makes the analyzer.</summary>
    public MethodContractAnalyzer() : base(BodyRules.TimeoutWithoutToken, BodyRules.RetriesWithoutIdempotent) { }

    private protected override bool LooksAtGeneratedCode => true;

    private protected override void Register(CompilationStartAnalysisContext context, KnownSymbols known) =>
        context.RegisterSymbolAction(symbol => Check((IMethodSymbol)symbol.Symbol, known, symbol), SymbolKind.Method);

    private static void Check(IMethodSymbol method, KnownSymbols known, SymbolAnalysisContext context)
    {
        // Both parts of a partial method show the attribute of one of them.
        if (method.PartialDefinitionPart is not null
            || method.FindAttribute(known.RunInProcessAttribute) is not { ApplicationSyntaxReference: { } reference } attribute)
        {
            return;
        }

        if (ValueOf(attribute, "TimeoutMilliseconds") is int timeout and > 0 && !method.Parameters.Any(parameter => parameter.Type.Is(known.CancellationToken)))
        {
            Report(BodyRules.TimeoutWithoutToken, "TimeoutMilliseconds", timeout);
        }

        if (ValueOf(attribute, "Retries") is int retries and > 0 && ValueOf(attribute, "Idempotent") is not true)
        {
            Report(BodyRules.RetriesWithoutIdempotent, "Retries", retries);
        }

        void Report(DiagnosticDescriptor rule, string argument, int value) =>
            context.ReportDiagnostic(Diagnostic.Create(rule, LocationOf(reference, argument, context.CancellationToken), MethodIdentity.GetDisplayName(method), value));
    }

    private static object? ValueOf(AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Kind == TypedConstantKind.Primitive)
            {
                return argument.Value.Value;
            }
        }

        return null;
    }

    private static Location LocationOf(SyntaxReference reference, string argument, CancellationToken cancellationToken)
    {
        SyntaxNode node = reference.GetSyntax(cancellationToken);
        AttributeArgumentSyntax? found = (node as AttributeSyntax)?.ArgumentList?.Arguments.FirstOrDefault(a => a.NameEquals?.Name.Identifier.ValueText == argument);
        return (found ?? node).GetLocation();
    }
}
