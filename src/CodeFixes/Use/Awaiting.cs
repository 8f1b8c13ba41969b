using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ProcGen.CodeFixes.Use;

/// <summary>Where <see langword="await"/> may stand, and how it is written.</summary>
internal static class Awaiting
{
    /// <summary>Whether an expression can be awaited where it is, with no change of the function around it.</summary>
    public static bool IsPossible(SyntaxNode place)
    {
        for (SyntaxNode child = place; child.Parent is { } parent; child = parent)
        {
            switch (parent)
            {
                case LockStatementSyntax:
                case CatchFilterClauseSyntax:
                case UnsafeStatementSyntax:
                case QueryClauseSyntax:
                case SelectOrGroupClauseSyntax:
                case BaseFieldDeclarationSyntax:
                case AttributeSyntax:
                case ParameterSyntax:
                    return false;
                case AnonymousFunctionExpressionSyntax lambda:
                    return lambda.AsyncKeyword.IsKind(SyntaxKind.AsyncKeyword);
                case LocalFunctionStatementSyntax function:
                    return function.Modifiers.Any(SyntaxKind.AsyncKeyword);
                case MethodDeclarationSyntax method:
                    return method.Modifiers.Any(SyntaxKind.AsyncKeyword) && !method.Modifiers.Any(SyntaxKind.UnsafeKeyword);
                case GlobalStatementSyntax:
                    return true;
                case MemberDeclarationSyntax or AccessorDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }

    /// <summary>Awaits an expression, in parentheses where what follows it would bind more tightly.</summary>
    /// <param name="expression">What is awaited.</param>
    /// <param name="place">The expression in whose place it comes.</param>
    public static ExpressionSyntax Await(ExpressionSyntax expression, SyntaxNode place)
    {
        ExpressionSyntax operand = expression.WithoutTrivia();
        if (NeedsParentheses(operand))
        {
            operand = SyntaxFactory.ParenthesizedExpression(operand);
        }

        ExpressionSyntax awaited = SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), operand);
        return (BindsTighter(place) ? SyntaxFactory.ParenthesizedExpression(awaited) : awaited).WithTriviaFrom(expression);
    }

    private static bool NeedsParentheses(ExpressionSyntax operand) =>
        operand is AssignmentExpressionSyntax or ConditionalExpressionSyntax or BinaryExpressionSyntax or AnonymousFunctionExpressionSyntax;

    private static bool BindsTighter(SyntaxNode place) => place.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == place,
        ElementAccessExpressionSyntax access => access.Expression == place,
        InvocationExpressionSyntax call => call.Expression == place,
        ConditionalAccessExpressionSyntax access => access.Expression == place,
        PostfixUnaryExpressionSyntax => true,
        _ => false,
    };

    /// <summary>Enumerates a sequence with an empty loop, for its user to fill.</summary>
    public static StatementSyntax Enumerate(ExpressionSyntax sequence, StatementSyntax statement, string variable) =>
        SyntaxFactory.ParseStatement($"await foreach (var {variable} in {sequence.WithoutTrivia()})\n{{\n}}")
            .WithTriviaFrom(statement)
            .WithAdditionalAnnotations(Formatter.Annotation);
}
