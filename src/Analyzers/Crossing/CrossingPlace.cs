using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared.Crossing;
using ProcGen.Shared.Methods;

namespace ProcGen.Analyzers.Crossing;

/// <summary>A place of a signature through which values cross: a parameter, the result, or the object that a method is called on.</summary>
/// <param name="Method">The marked method.</param>
/// <param name="Type">How its values cross.</param>
/// <param name="General">The rule for what cannot cross there for no particular reason.</param>
/// <param name="Location">Where to report.</param>
/// <param name="Subject">The place as the first words of a message.</param>
/// <param name="NamesMethod">Whether these words name the method.</param>
internal sealed record CrossingPlace(IMethodSymbol Method, CrossingType Type, DiagnosticDescriptor General, Location Location, string Subject, bool NamesMethod)
{
    /// <summary>Whether the values are parts of what the declared type names: the items of a sequence that streams, the reports of a progress.</summary>
    public bool IsPart { get; init; }

    /// <summary>The place with its method, as the first words of a message.</summary>
    public string FullSubject => NamesMethod ? Subject : $"{Subject} of '{MethodIdentity.GetDisplayName(Method)}'";

    /// <summary>All places of a type's marked methods, each classified once. The object is the same for all methods, so it is one place.</summary>
    public static IEnumerable<CrossingPlace> Of(StubClassShape shape, CrossingClassifier classifier, CancellationToken cancellationToken)
    {
        if (shape.Methods.FirstOrDefault(m => m.HasReceiver) is { } first)
        {
            string subject = first.Role == MethodRole.ProcessBody ? $"The process '{shape.Type.Name}'" : $"The object that '{MethodIdentity.GetDisplayName(first.Method)}' is called on";
            yield return new(
                first.Method,
                classifier.Classify(shape.Type, ImmutableArray<AttributeData>.Empty),
                CrossingDescriptors.ReceiverCannotCross,
                first.Method.Locations[0],
                subject,
                NamesMethod: first.Role != MethodRole.ProcessBody);
        }

        foreach (MethodShape method in shape.Methods)
        {
            foreach (ParameterShape parameter in method.Parameters.Where(p => p.Role.HasValue))
            {
                yield return new(
                    method.Method,
                    classifier.Classify(parameter.ValueType, parameter.Symbol.GetAttributes()),
                    CrossingDescriptors.ParameterCannotCross,
                    parameter.Symbol.Locations[0],
                    $"'{parameter.Symbol.Name}'",
                    NamesMethod: false) { IsPart = parameter.Role.HasParts };
            }

            if (method is { Role: MethodRole.Call, ResultType: { } resultType })
            {
                yield return new(
                    method.Method,
                    classifier.Classify(resultType, method.Method.GetReturnTypeAttributes()),
                    CrossingDescriptors.ResultCannotCross,
                    LocationOfResult(method.Method, cancellationToken),
                    $"The result of '{MethodIdentity.GetDisplayName(method.Method)}'",
                    NamesMethod: true) { IsPart = method.Result is ResultRole.Sequence or ResultRole.AsyncSequence };
            }
        }
    }

    private static Location LocationOfResult(IMethodSymbol method, CancellationToken cancellationToken) =>
        method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellationToken) is MethodDeclarationSyntax declaration
            ? declaration.ReturnType.GetLocation()
            : method.Locations[0];
}
