using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ProcGen.CodeFixes.Use;

/// <summary>PROCGEN044: awaits what the method blocks on.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AwaitInsteadOfBlockingFix : SemanticFixProvider
{
    /// <summary>Makes the provider.</summary>
    public AwaitInsteadOfBlockingFix() : base("PROCGEN044") { }

    private protected override Edit? Prepare(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax blocking || !Awaiting.IsPossible(blocking))
        {
            return null;
        }

        Func<ExpressionSyntax, ExpressionSyntax>? awaited = (blocking, model.GetOperation(blocking, cancellationToken)) switch
        {
            // task.Result
            (MemberAccessExpressionSyntax, IPropertyReferenceOperation) => current => ((MemberAccessExpressionSyntax)current).Expression,
            (InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax } call, IInvocationOperation { TargetMethod: { } method }) => FindAwaited(call, method, model, cancellationToken),
            _ => null,
        };
        return awaited is null ? null : new("Await it", blocking, current => Awaiting.Await(awaited((ExpressionSyntax)current).WithoutTrivia().WithTriviaFrom(current), blocking));
    }

    private static Func<ExpressionSyntax, ExpressionSyntax>? FindAwaited(InvocationExpressionSyntax call, IMethodSymbol method, SemanticModel model, CancellationToken cancellationToken)
    {
        switch (method.Name)
        {
            case "GetResult":
                return current => ((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)ReceiverOf(current)).Expression).Expression;
            case "Wait" when method.Parameters.IsEmpty:
                return ReceiverOf;

            // The value of Wait(timeout) says whether it was in time; WaitAsync throws. So only the form without a value.
            case "Wait" when method.ReturnsVoid:
                return current => Renamed(current, "WaitAsync");
            case "WaitForExit":
                return current => Renamed(current, "WaitForExitAsync");
            case "WaitAll" when method.ReturnsVoid && method.Parameters.Length == 1:
                return current => Renamed(current, "WhenAll");
            case "Run" when call.ArgumentList.Arguments.All(argument => argument.NameColon is null or { Name.Identifier.Text: "call" or "cancellationToken" } && !IsOptions(argument))
                || call.ArgumentList.Arguments.All(argument => argument.NameColon is null):
                return current => Renamed(current, "RunAsync");
            default:
                return null;
        }

        bool IsOptions(ArgumentSyntax argument) => model.GetTypeInfo(argument.Expression, cancellationToken).ConvertedType?.Name == "ProcessCallOptions";
    }

    private static ExpressionSyntax ReceiverOf(ExpressionSyntax call) => ((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)call).Expression).Expression;

    private static ExpressionSyntax Renamed(ExpressionSyntax expression, string name)
    {
        var call = (InvocationExpressionSyntax)expression;
        var access = (MemberAccessExpressionSyntax)call.Expression;

        // Type arguments are inferred there as here.
        SimpleNameSyntax renamed = access.Name is GenericNameSyntax generic ? generic.WithIdentifier(SyntaxFactory.Identifier(name)) : SyntaxFactory.IdentifierName(name);
        return call.WithExpression(access.WithName(renamed.WithTriviaFrom(access.Name)));
    }
}
