using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared;
using ProcGen.Shared.Crossing;
using ProcGen.Shared.Methods;

namespace ProcGen.Analyzers.Crossing;

/// <summary>
/// Reports what cannot cross: the parameters, the result and the receiver of marked methods whose shape is fine. The decisions are those of the
/// classifier from which the generator makes serializers.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CrossingAnalyzer : ProcGenAnalyzer
{
    /// <summary>Makes the analyzer.</summary>
    public CrossingAnalyzer() : base([.. CrossingDescriptors.All]) { }

    private protected override void Register(CompilationStartAnalysisContext context, KnownSymbols known) =>
        context.RegisterSymbolAction(
            symbol =>
            {
                var type = (INamedTypeSymbol)symbol.Symbol;
                if (StubClassShape.For(type, known) is { Methods.IsEmpty: false } shape)
                {
                    new Report(symbol, new CrossingClassifier(symbol.Compilation, type)).Check(shape);
                }
            },
            SymbolKind.NamedType);

    private sealed class Report(SymbolAnalysisContext context, CrossingClassifier classifier)
    {
        public void Check(StubClassShape shape)
        {
            CheckReceiver(shape);
            foreach (MethodShape method in shape.Methods)
            {
                foreach (ParameterShape parameter in method.Parameters)
                {
                    if (parameter.Role is not (ParameterRole.Token or ParameterRole.State)
                        && Find(parameter.ValueType, parameter.Symbol.GetAttributes()) is { } failure)
                    {
                        Add(failure, CrossingDescriptors.ParameterCannotCross, parameter.Symbol.Locations[0], $"'{parameter.Symbol.Name}'");
                    }
                }

                if (method is { Role: MethodRole.Call, ResultType: { } resultType }
                    && Find(resultType, method.Method.GetReturnTypeAttributes()) is { } resultFailure)
                {
                    Add(resultFailure, CrossingDescriptors.ResultCannotCross, PlaceOfResult(method.Method), $"The result of '{MethodIdentity.GetDisplayName(method.Method)}'");
                }
            }
        }

        // The object is the same for all methods of the type, so one report is enough.
        private void CheckReceiver(StubClassShape shape)
        {
            MethodShape? method = shape.Methods.FirstOrDefault(m => m.HasReceiver);
            if (method is not null && Find(shape.Type, ImmutableArray<AttributeData>.Empty) is { } failure)
            {
                Add(
                    failure,
                    CrossingDescriptors.ReceiverCannotCross,
                    method.Method.Locations[0],
                    method.Role == MethodRole.ProcessBody ? $"The process '{shape.Type.Name}'" : $"The object that '{MethodIdentity.GetDisplayName(method.Method)}' is called on");
            }
        }

        private CrossingFailure? Find(ITypeSymbol type, ImmutableArray<AttributeData> attributes) => CrossingClassifier.FindFailure(classifier.Classify(type, attributes));

        private void Add(CrossingFailure failure, DiagnosticDescriptor general, Location place, string subject)
        {
            DiagnosticDescriptor rule = CrossingDescriptors.Specific.TryGetValue(failure.RuleId, out DiagnosticDescriptor? specific) ? specific : general;
            Location? member = failure.Member?.Locations.FirstOrDefault(location => location.IsInSource);
            string type = failure.Type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);
            string clause = failure.Member is null
                ? $"its type is {type}; {failure.Reason}"
                : $"{failure.Path} is {type}{Describe(member)}; {failure.Reason}";
            context.ReportDiagnostic(Diagnostic.Create(rule, place, member is null ? null : [member], subject, clause, failure.Advice));
        }

        private static string Describe(Location? member)
        {
            if (member is null)
            {
                return "";
            }

            FileLinePositionSpan span = member.GetLineSpan();
            return $" ({Path.GetFileName(span.Path)}:{span.StartLinePosition.Line + 1})";
        }

        private Location PlaceOfResult(IMethodSymbol method) =>
            method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.CancellationToken) is MethodDeclarationSyntax declaration
                ? declaration.ReturnType.GetLocation()
                : method.Locations[0];
    }
}
