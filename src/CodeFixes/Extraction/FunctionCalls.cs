using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ProcGen.CodeFixes.Extraction;

/// <summary>Finds who calls a local function, and what local functions a piece of code calls.</summary>
internal static class FunctionCalls
{
    /// <summary>All calls of a local function, its own included; null if it is used as a delegate, too.</summary>
    public static IReadOnlyList<InvocationExpressionSyntax>? Find(LocalFunctionStatementSyntax function, IMethodSymbol symbol, SemanticModel model, CancellationToken cancellationToken)
    {
        SyntaxNode? scope = function.Parent is GlobalStatementSyntax global ? global.Parent : function.Parent;
        var calls = new List<InvocationExpressionSyntax>();
        foreach (SimpleNameSyntax name in scope!.DescendantNodes().OfType<SimpleNameSyntax>().Where(name => name.Identifier.ValueText == symbol.Name))
        {
            ISymbol? meant = model.GetSymbolInfo(name, cancellationToken).Symbol;
            if (!SymbolEqualityComparer.Default.Equals(meant?.OriginalDefinition, symbol.OriginalDefinition))
            {
                continue;
            }

            if (name.Parent is not InvocationExpressionSyntax call || call.Expression != name)
            {
                return null;
            }

            calls.Add(call);
        }

        return calls;
    }

    /// <summary>Whether code uses a local function that stays behind when the code is moved.</summary>
    public static bool UsesOthers(IOperation code, IMethodSymbol? self)
    {
        return code.Descendants().Any(operation => operation switch
        {
            IInvocationOperation call => StaysBehind(call.TargetMethod),
            IMethodReferenceOperation reference => StaysBehind(reference.Method),
            _ => false,
        });

        bool StaysBehind(IMethodSymbol method) =>
            method.MethodKind == MethodKind.LocalFunction
            && !SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, self)
            && !(method.DeclaringSyntaxReferences.FirstOrDefault() is { } declaration && code.Syntax.Span.Contains(declaration.Span));
    }
}
