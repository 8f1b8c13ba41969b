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
                if (StubCalls.IsStub(call.TargetMethod))
                {
                    foreach (IArgumentOperation argument in call.Arguments.Where(static argument => argument.Parameter is not null))
                    {
                        Check(operation, argument.Value, argument.Parameter!, known);
                    }
                }
                else if (FindMappedStub(call) is { } mapped && SignatureRoles.OfType(mapped.Parameters[0].Type, known).Role == ParameterRole.Value)
                {
                    // The items of the source are the stub's arguments; items that are sequences stream.
                    foreach (IArgumentOperation argument in call.Arguments.Where(argument => argument.Parameter is { Name: "source" }))
                    {
                        Check(operation, argument.Value, mapped.Parameters[0], known);
                    }
                }
            },
            OperationKind.Invocation);

    /// <summary>The stub that a pool is given as a method group: <c>pool.MapAsync(jobs, Jobs.InProcess.Run)</c>.</summary>
    private static IMethodSymbol? FindMappedStub(IInvocationOperation call) =>
        call.TargetMethod.ContainingType is { Name: "ProcessPool", ContainingNamespace: { Name: "ProcGen", ContainingNamespace.IsGlobalNamespace: true } }
            ? call.Arguments.Select(static argument => argument.Value.WithoutConversions())
                .OfType<IDelegateCreationOperation>()
                .Select(static creation => (creation.Target as IMethodReferenceOperation)?.Method)
                .FirstOrDefault(static method => method is { Parameters.IsEmpty: false } && StubCalls.IsStub(method))
            : null;

    private static void Check(OperationAnalysisContext context, IOperation value, IParameterSymbol parameter, KnownSymbols known)
    {
        foreach (StoredSequence sequence in new StoredSequences(context.Compilation, context.CancellationToken).Find(value).Where(sequence => Crosses(parameter, sequence, known)))
        {
            Report(context, (IMethodSymbol)parameter.ContainingSymbol, parameter, sequence, known);
        }
    }

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
        var codecs = UserCodecs.For(known.Compilation);
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
