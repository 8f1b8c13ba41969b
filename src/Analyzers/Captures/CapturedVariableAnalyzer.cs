using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Crossing;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared;
using ProcGen.Shared.Captures;
using ProcGen.Shared.Crossing;
using ProcGen.Shared.Methods;

namespace ProcGen.Analyzers.Captures;

/// <summary>
/// Reports what a function that is meant to run in a worker captures and what cannot cross, each capture once, where it is used first. A lambda that only makes calls, as those given to
/// a pool's map do, runs in this process and may capture anything.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CapturedVariableAnalyzer : ProcGenAnalyzer
{
    /// <summary>Makes the analyzer.</summary>
    public CapturedVariableAnalyzer() : base(CallSiteRules.CapturedVariable) { }

    private protected override void Register(CompilationStartAnalysisContext context, KnownSymbols known) =>
        context.RegisterOperationAction(
            operation =>
            {
                if (MovedFunction.Describe(operation.Operation, operation.ContainingSymbol, known) is not { } function)
                {
                    return;
                }

                var classifier = new CrossingClassifier(operation.Compilation, operation.ContainingSymbol.ContainingType);
                foreach (Capture capture in Capture.Of(operation.Operation).Where(static capture => !capture.IsConstant))
                {
                    (ParameterRole role, ITypeSymbol type) = SignatureRoles.OfType(capture.Type, known);
                    if (role != ParameterRole.Token && CrossingClassifier.FindFailure(classifier.Classify(type, ImmutableArray<AttributeData>.Empty)) is { } failure)
                    {
                        Location? member = failure.Member.FindSource();
                        operation.ReportDiagnostic(Diagnostic.Create(
                            CallSiteRules.CapturedVariable,
                            capture.Uses[0].Syntax.GetLocation(),
                            member is null ? null : [member.For(operation.Compilation)],
                            capture.Name,
                            function,
                            FailureReport.Explain(failure, role.HasParts),
                            FailureReport.Advise(failure)));
                    }
                }
            },
            OperationKind.LocalFunction,
            OperationKind.AnonymousFunction);
}
