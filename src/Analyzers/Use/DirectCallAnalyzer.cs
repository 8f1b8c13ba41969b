using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Analyzers.Rules;
using ProcGen.Shared;
using ProcGen.Shared.Methods;

namespace ProcGen.Analyzers.Use;

/// <summary>Reports direct calls of marked methods: they run in the process that calls.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DirectCallAnalyzer : ProcGenAnalyzer
{
    /// <summary>Makes the analyzer.</summary>
    public DirectCallAnalyzer() : base(UseRules.DirectCall) { }

    private protected override void Register(CompilationStartAnalysisContext context, KnownSymbols known)
    {
        var symbols = UseSymbols.For(known);
        context.RegisterOperationAction(operation => Check(operation, symbols), OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext context, UseSymbols symbols)
    {
        var call = (IInvocationOperation)context.Operation;
        IMethodSymbol method = call.TargetMethod;
        if (context.IsGeneratedCode
            || !MayHaveStub(method.ContainingType)
            || !method.HasAttribute(symbols.Known.RunInProcessAttribute)
            || MethodRules.GetRole(method, symbols.Known) != MethodRole.Call
            || !HasStub(method, symbols.Known)
            || RunsInWorker(context.ContainingSymbol, symbols.Known)
            || call.IsInExpressionTree(symbols.ExpressionOfT))
        {
            return;
        }

        string stub = $"{method.ContainingType.Name}.{WellKnownTypes.StubClass}.{method.Name}";
        context.ReportDiagnostic(Diagnostic.Create(UseRules.DirectCall, PlaceOf(call), UseSymbols.NameOf(method), stub));
    }

    // Asked first, because the attributes of every method that is called anywhere would have to be read.
    private static bool MayHaveStub(INamedTypeSymbol type) => !type.OriginalDefinition.GetTypeMembers(WellKnownTypes.StubClass).IsEmpty;

    // A method that the generator had to leave out, for its shape or for what it takes and gives, has an error of its own and nothing else to call.
    private static bool HasStub(IMethodSymbol method, KnownSymbols known)
    {
        INamedTypeSymbol type = method.ContainingType.OriginalDefinition;
        IEnumerable<IMethodSymbol> stubs = type.GetTypeMembers(WellKnownTypes.StubClass).SelectMany(stubClass => stubClass.GetMembers(method.Name)).OfType<IMethodSymbol>();
        if (type.DeclaringSyntaxReferences.IsEmpty)
        {
            return stubs.Any();
        }

        MethodShape? shape = StubClassShape.For(type, known)?.Methods
            .FirstOrDefault(supported => SymbolEqualityComparer.Default.Equals(supported.Method, method.OriginalDefinition.PartialDefinitionPart ?? method.OriginalDefinition));
        if (shape is null)
        {
            return false;
        }

        IEnumerable<ITypeSymbol> types = shape.Parameters.Where(parameter => parameter.Role != ParameterRole.State).Select(parameter => parameter.Symbol.Type);
        ITypeSymbol[] expected = [.. shape.HasReceiver ? types.Prepend(type) : types];
        return stubs.Any(stub => stub.Parameters.Select(parameter => parameter.Type).SequenceEqual(expected, SymbolEqualityComparer.Default));
    }

    // Marked methods of all kinds run in the worker already, and so does what a subclass of WorkerProcess does in its body.
    private static bool RunsInWorker(ISymbol symbol, KnownSymbols known)
    {
        for (ISymbol? s = symbol; s is not null and not INamedTypeSymbol; s = s.ContainingSymbol)
        {
            if (s is IMethodSymbol method && MethodRules.IsMarked(method.PartialDefinitionPart ?? method, known))
            {
                return true;
            }
        }

        return false;
    }

    // The name, not the receiver and the arguments, which may be long.
    private static Location PlaceOf(IInvocationOperation call) => call.Syntax switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name.GetLocation(),
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } => binding.Name.GetLocation(),
        InvocationExpressionSyntax invocation => invocation.Expression.GetLocation(),
        _ => call.Syntax.GetLocation(),
    };
}
