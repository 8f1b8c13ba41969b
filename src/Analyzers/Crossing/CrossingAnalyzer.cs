using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared;
using ProcGen.Shared.Crossing;
using ProcGen.Shared.Methods;

namespace ProcGen.Analyzers.Crossing;

/// <summary>
/// Reports what crosses badly: through the parameters, the results and the receivers of marked methods whose shape is fine. The decisions are those of the
/// classifier from which the generator makes serializers, and each type is classified once for all rules.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CrossingAnalyzer : ProcGenAnalyzer
{
    /// <summary>Makes the analyzer.</summary>
    public CrossingAnalyzer() : base([.. CrossingDescriptors.All]) { }

    private protected override bool LooksAtGeneratedCode => true;

    private protected override void Register(CompilationStartAnalysisContext context, KnownSymbols known) =>
        context.RegisterSymbolAction(
            symbol =>
            {
                var type = (INamedTypeSymbol)symbol.Symbol;
                if (StubClassShape.For(type, known) is not { Methods.IsEmpty: false } shape)
                {
                    return;
                }

                var classifier = new CrossingClassifier(symbol.Compilation, type);
                var cycles = new ReferenceCycles();
                foreach (CrossingPlace place in CrossingPlace.Of(shape, classifier, symbol.CancellationToken))
                {
                    // One report for each place: the first culprit. The others of a type show when that one is gone, instead of once for every method now.
                    if (CrossingClassifier.FindFailure(place.Type) is { } failure)
                    {
                        symbol.ReportDiagnostic(FailureReport.Create(failure, place, classifier, symbol.Compilation));
                        continue;
                    }

                    foreach (ReferenceCycle cycle in cycles.Find(place.Type))
                    {
                        symbol.ReportDiagnostic(ReferenceCycleReport.Create(cycle, place, symbol.Compilation));
                    }

                    foreach (Diagnostic report in DerivedData.Find(place, classifier, symbol.Compilation).Concat(LeftBehindState.Find(place, symbol.Compilation)))
                    {
                        symbol.ReportDiagnostic(report);
                    }
                }
            },
            SymbolKind.NamedType);
}
