using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Analyzers.Crossing;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared;
using ProcGen.Shared.Crossing;
using ProcGen.Shared.Methods;

namespace ProcGen.Analyzers.CallSites;

/// <summary>
/// Reports deferred sequences in the arguments of stubs: not an argument itself, which streams, but what it holds. Where the signature cannot cross there is
/// no call to look at, and the signature carries the report.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NestedGeneratorAnalyzer : ProcGenAnalyzer
{
    /// <summary>Makes the analyzer.</summary>
    public NestedGeneratorAnalyzer() : base(CallSiteRules.NestedGenerator) { }

    private protected override void Register(CompilationStartAnalysisContext context, KnownSymbols known) =>
        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                if (!StubCalls.IsStub(call.TargetMethod))
                {
                    return;
                }

                foreach (IArgumentOperation argument in call.Arguments)
                {
                    foreach (StoredSequence sequence in new StoredSequences(operation.Compilation, operation.CancellationToken).Find(argument.Value))
                    {
                        if (argument.Parameter is { } parameter && Crosses(parameter, sequence, known))
                        {
                            Report(operation, call.TargetMethod, parameter, sequence, known);
                        }
                    }
                }
            },
            OperationKind.Invocation);

    private static void Report(OperationAnalysisContext context, IMethodSymbol stub, IParameterSymbol parameter, StoredSequence sequence, KnownSymbols known)
    {
        Location? member = sequence.Member.FindSource();
        context.ReportDiagnostic(Diagnostic.Create(
            CallSiteRules.NestedGenerator,
            sequence.Place.Syntax.GetLocation(),
            member is null ? null : [member.For(context.Compilation)],
            parameter.Name,
            MethodIdentity.GetDisplayName(StubCalls.FindMethod(stub, known) ?? stub),
            sequence.Path + member.Describe()));
    }

    /// <summary>Whether the signature lets the object cross, and whether it is generated code that writes the sequence: what the user's own codec writes is the codec's affair.</summary>
    private static bool Crosses(IParameterSymbol parameter, StoredSequence sequence, KnownSymbols known)
    {
        var stub = (IMethodSymbol)parameter.ContainingSymbol;
        var codecs = new UserCodecs(known.Compilation);
        if (sequence.Owners.Any(owner => codecs.TryGet(owner, out _)))
        {
            return false;
        }

        INamedTypeSymbol type = stub.ContainingType.ContainingType;
        if (!SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, known.Compilation.Assembly) || StubCalls.FindMethod(stub, known) is not { } method)
        {
            return true;
        }

        ImmutableArray<AttributeData> attributes = method.Parameters.FirstOrDefault(p => p.Name == parameter.Name)?.GetAttributes() ?? [];
        ITypeSymbol crossing = SignatureRoles.OfParameter(parameter, known).ValueType;
        return CrossingClassifier.FindFailure(new CrossingClassifier(known.Compilation, type).Classify(crossing, attributes)) is null;
    }
}
