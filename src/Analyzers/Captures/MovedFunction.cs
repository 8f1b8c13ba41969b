using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProcGen.Shared;
using ProcGen.Shared.Methods;

namespace ProcGen.Analyzers.Captures;

/// <summary>Finds the functions whose bodies are meant to run in a worker: marked ones, and lambdas that are passed to a marked method.</summary>
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

        return symbol.MethodKind == MethodKind.AnonymousFunction && (FindReceiver(function, known) ?? FindUnboundReceiver(function, known)) is { } receiver
            ? $"a lambda that is passed to '{MethodIdentity.GetDisplayName(receiver)}'"
            : null;
    }

    /// <summary>The marked method that is called with the lambda, in this process and in vain. State of a worker is made there, so what a test passes for it stays here.</summary>
    private static IMethodSymbol? FindReceiver(IOperation lambda, KnownSymbols known)
    {
        IOperation? parent = lambda.Parent;
        while (parent is IDelegateCreationOperation or IConversionOperation)
        {
            parent = parent.Parent;
        }

        return parent is IArgumentOperation { Parameter: { } parameter, Parent: IInvocationOperation { TargetMethod: var method } }
            && method.HasAttribute(known.RunInProcessAttribute)
            && !parameter.HasAttribute(known.WorkerStateAttribute)
            ? method
            : null;
    }

    /// <summary>The same where a stub is called, which does not exist: of a method with a delegate among its parameters none is made.</summary>
    private static IMethodSymbol? FindUnboundReceiver(IOperation lambda, KnownSymbols known)
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
