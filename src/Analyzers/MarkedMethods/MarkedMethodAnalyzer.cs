using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared;
using ProcGen.Shared.Methods;

namespace ProcGen.Analyzers.MarkedMethods;

/// <summary>Reports why the generator leaves out a marked method because of its shape or of the types around it. The decisions themselves are the generator's.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MarkedMethodAnalyzer : ProcGenAnalyzer
{
    private static readonly ImmutableDictionary<string, DiagnosticDescriptor> s_rules = MarkedMethodRules.ForMembers.ToImmutableDictionary(rule => rule.Id);

    /// <summary>Makes the analyzer.</summary>
    public MarkedMethodAnalyzer() : base([.. MarkedMethodRules.ForMembers, MarkedMethodRules.SameId]) { }

    private protected override bool LooksAtGeneratedCode => true;

    private protected override void Register(CompilationStartAnalysisContext context, KnownSymbols known)
    {
        context.RegisterSymbolAction(
            symbol =>
            {
                var type = (INamedTypeSymbol)symbol.Symbol;

                // A report stands in the type that is analyzed, or no fix is offered for it while the user types. So what a nested type finds wrong with
                // one around it is reported when that one is analyzed, once, however many find it.
                var own = new HashSet<string>();
                foreach (RuleViolation violation in ShapesWithin(type, known).SelectMany(shape => shape.Violations))
                {
                    bool concernsType = SymbolEqualityComparer.Default.Equals(violation.Symbol, type);
                    if (concernsType ? own.Add(violation.RuleId) : SymbolEqualityComparer.Default.Equals(DeclaringTypeOf(violation.Symbol), type))
                    {
                        Report(violation.RuleId, violation.Symbol, violation.Reason);
                    }
                }

                if (WorkerProcessBody.FindProblem(type, known) is { } problem)
                {
                    Report(RuleIds.ProcessBody, type, problem);
                }

                void Report(string ruleId, ISymbol place, string reason) =>
                    symbol.ReportDiagnostic(Diagnostic.Create(s_rules[ruleId], place.Locations[0], NameOf(place), reason));
            },
            SymbolKind.NamedType);
        context.RegisterCompilationEndAction(end => ReportSameIds(end, known));
    }

    /// <summary>Methods of different types whose ids are the same; within one type the stub class is without them already.</summary>
    private static void ReportSameIds(CompilationAnalysisContext context, KnownSymbols known)
    {
        IEnumerable<IMethodSymbol> methods = known.StubClasses.Values.OfType<StubClassShape>().SelectMany(s => s.Methods).Where(m => m.Role != MethodRole.Startup).Select(m => m.Method);
        foreach (List<IMethodSymbol> same in methods.GroupBy(MethodIdentity.GetId).Select(g => g.ToList()).Where(g => g.Count > 1))
        {
            foreach (IMethodSymbol method in same)
            {
                IMethodSymbol other = same.OrderBy(MethodIdentity.GetDocumentationId, StringComparer.Ordinal).First(m => !SymbolEqualityComparer.Default.Equals(m, method));
                context.ReportDiagnostic(Diagnostic.Create(MarkedMethodRules.SameId, method.Locations[0], NameOf(method), StubClassShape.DescribeSameId(NameOf(other))));
            }
        }
    }

    private static IEnumerable<StubClassShape> ShapesWithin(INamedTypeSymbol type, KnownSymbols known)
    {
        if (StubClassShape.For(type, known) is { } shape)
        {
            yield return shape;
        }

        foreach (StubClassShape nested in type.GetTypeMembers().SelectMany(nested => ShapesWithin(nested, known)))
        {
            yield return nested;
        }
    }

    private static INamedTypeSymbol? DeclaringTypeOf(ISymbol symbol) => symbol is INamedTypeSymbol ? null : symbol.ContainingType;

    private static string NameOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => MethodIdentity.GetDisplayName(method),
        IParameterSymbol { ContainingSymbol: IMethodSymbol method } => MethodIdentity.GetDisplayName(method),
        _ => symbol.Name,
    };
}
