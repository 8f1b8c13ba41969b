using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Shared;
using ProcGen.Shared.Methods;

namespace ProcGen.Analyzers.Captures;

/// <summary>Finds the functions whose bodies are meant to run in a worker: marked ones, and lambdas that are passed to the stub of a marked method.</summary>
internal static class MovedFunction
{
    /// <summary>The function as a message names it, or null if it stays where it is.</summary>
    public static string? Describe(IOperation function, ISymbol containing, KnownSymbols known)
    {
        IMethodSymbol symbol = function is ILocalFunctionOperation local ? local.Symbol : ((IAnonymousFunctionOperation)function).Symbol;
        if (symbol.HasAttribute(known.RunInProcessAttribute))
        {
            string place = containing is IMethodSymbol { CanBeReferencedByName: true } method ? $" in '{MethodIdentity.GetDisplayName(method)}'" : "";
            return symbol.MethodKind == MethodKind.LocalFunction ? $"the local function '{symbol.Name}'{place}" : "a lambda" + place;
        }

        return symbol.MethodKind == MethodKind.AnonymousFunction && FindReceiver(function, known) is { } receiver
            ? $"a lambda that is passed to the stub of '{MethodIdentity.GetDisplayName(receiver)}'"
            : null;
    }

    /// <summary>
    /// The marked method whose stub is called with the lambda. There is none: of a method with a delegate among its parameters no stub is made. A direct call runs the lambda in this
    /// process, where it may capture anything; the method itself is reported for its parameter. State of a worker is made there, so what is passed for it stays here.
    /// </summary>
    private static IMethodSymbol? FindReceiver(IOperation lambda, KnownSymbols known)
    {
        if (lambda is not { Syntax.Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: var name, Expression: var stubs } } }, SemanticModel: { } model })
        {
            return null;
        }

        INamedTypeSymbol? type = stubs switch
        {
            IdentifierNameSyntax { Identifier.ValueText: WellKnownTypes.StubClass } => model.GetEnclosingSymbol(lambda.Syntax.SpanStart)?.ContainingType,
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: WellKnownTypes.StubClass, Expression: var containing } => model.GetSymbolInfo(containing).Symbol as INamedTypeSymbol,
            _ => null,
        };
        return type?.GetMembers(name.Identifier.ValueText).OfType<IMethodSymbol>().FirstOrDefault(method =>
            method.HasAttribute(known.RunInProcessAttribute)
            && method.Parameters.Any(p => p.Type.TypeKind == TypeKind.Delegate && !p.HasAttribute(known.WorkerStateAttribute)));
    }
}
