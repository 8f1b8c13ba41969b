using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared;
using ProcGen.Shared.Crossing;
using ProcGen.Shared.Managed;
using ProcGen.Shared.Methods;

namespace ProcGen.Analyzers.MarkedMethods;

/// <summary>Reports why the generator makes no proxy of an interface with <c>[ManagedObject]</c>. The decisions themselves are the generator's.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ManagedInterfaceAnalyzer : ProcGenAnalyzer
{
    /// <summary>Makes the analyzer.</summary>
    public ManagedInterfaceAnalyzer() : base(MarkedMethodRules.ManagedInterface) { }

    private protected override bool LooksAtGeneratedCode => true;

    private protected override void Register(CompilationStartAnalysisContext context, KnownSymbols known) =>
        context.RegisterSymbolAction(
            symbol =>
            {
                var type = (INamedTypeSymbol)symbol.Symbol;
                if (ManagedInterfaceShape.For(type, known) is not { } shape)
                {
                    return;
                }

                IEnumerable<RuleViolation> violations = shape.Violations.IsEmpty ? FindTypesThatStay(shape, symbol.Compilation) : shape.Violations;
                foreach (RuleViolation violation in violations)
                {
                    symbol.ReportDiagnostic(Diagnostic.Create(MarkedMethodRules.ManagedInterface, violation.Symbol.Locations[0], NameOf(violation.Symbol), violation.Reason));
                }
            },
            SymbolKind.NamedType);

    private static IEnumerable<RuleViolation> FindTypesThatStay(ManagedInterfaceShape shape, Compilation compilation)
    {
        var classifier = new CrossingClassifier(compilation, shape.Type);
        var reported = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (ManagedMember member in shape.Members)
        {
            foreach (ParameterShape parameter in member.Shape.Parameters.Where(static p => p.Role != ParameterRole.Token))
            {
                if (FindFailure(classifier, parameter.ValueType, parameter.Symbol.GetAttributes()) is { } reason && reported.Add(member.Property ?? (ISymbol)parameter.Symbol))
                {
                    yield return new(RuleIds.ManagedInterface, member.Property ?? (ISymbol)parameter.Symbol, reason);
                }
            }

            if (member.Shape.ResultType is { } result
                && FindFailure(classifier, result, member.Shape.Method.GetReturnTypeAttributes()) is { } why
                && reported.Add(member.Property ?? (ISymbol)member.Shape.Method))
            {
                yield return new(RuleIds.ManagedInterface, member.Property ?? (ISymbol)member.Shape.Method, why);
            }
        }
    }

    private static string? FindFailure(CrossingClassifier classifier, ITypeSymbol type, ImmutableArray<AttributeData> attributes) =>
        CrossingClassifier.FindFailure(classifier.Classify(type, attributes)) is { } failure ? $"{failure.Path} cannot cross a process boundary: {failure.Reason}" : null;

    private static string NameOf(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => MethodIdentity.GetDisplayName(method),
        IParameterSymbol { ContainingSymbol: IMethodSymbol method } => MethodIdentity.GetDisplayName(method),
        INamedTypeSymbol => symbol.Name,
        _ => $"{symbol.ContainingType.Name}.{symbol.Name}",
    };
}
