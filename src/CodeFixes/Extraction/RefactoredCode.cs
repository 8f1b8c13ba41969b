using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ProcGen.CodeFixes.Extraction;

/// <summary>What the user points at: tried in this order, the first that can run in a worker is offered.</summary>
/// <param name="Call">A call.</param>
/// <param name="Lambda">A lambda.</param>
/// <param name="Statements">Statements of one block.</param>
internal sealed record RefactoredCode(InvocationExpressionSyntax? Call, LambdaExpressionSyntax? Lambda, IReadOnlyList<StatementSyntax> Statements)
{
    /// <summary>The code at a caret or a selection; null where there is nothing of the kind.</summary>
    public static RefactoredCode? Find(SyntaxNode root, TextSpan span) => span.IsEmpty ? AtCaret(root, span.Start) : Selected(root, span);

    private static RefactoredCode? AtCaret(SyntaxNode root, int position)
    {
        SyntaxToken token = root.FindToken(position);
        if (token.SpanStart == position && token.GetPreviousToken() is { RawKind: (int)SyntaxKind.IdentifierToken } previous && previous.Span.End == position)
        {
            token = previous;
        }

        if (token.IsKind(SyntaxKind.OpenBraceToken) && token.Parent is BlockSyntax { Parent: StatementSyntax and not LocalFunctionStatementSyntax } block)
        {
            return block.Statements.Count == 0 ? null : new RefactoredCode(null, null, block.Statements);
        }

        for (SyntaxNode? node = token.Parent; node is not (null or StatementSyntax or MemberDeclarationSyntax); node = node.Parent)
        {
            switch (node)
            {
                case LambdaExpressionSyntax lambda:
                    return Of(lambda);
                case InvocationExpressionSyntax call:
                    return Of(call);
                case ArgumentSyntax:
                    return null; // A plain value among arguments: the call is meant where its name or its parentheses are.
            }
        }

        return null;
    }

    private static RefactoredCode? Selected(SyntaxNode root, TextSpan span)
    {
        SyntaxNode node = root.FindNode(span, getInnermostNodeForTie: true);
        if (node.AncestorsAndSelf().TakeWhile(ancestor => span.Contains(ancestor.Span)).LastOrDefault(static ancestor => ancestor is LambdaExpressionSyntax or InvocationExpressionSyntax) is { } expression
            && node.FirstAncestorOrSelf<StatementSyntax>() is var whole && (whole is null || !span.Contains(whole.Span)))
        {
            return expression is LambdaExpressionSyntax lambda ? Of(lambda) : Of((InvocationExpressionSyntax)expression);
        }

        BlockSyntax? block = node.AncestorsAndSelf().OfType<BlockSyntax>().FirstOrDefault(candidate => !span.Contains(candidate.Span))
            ?? (node as BlockSyntax);
        StatementSyntax[] statements = block is null ? [] : [.. block.Statements.Where(statement => span.Contains(statement.Span))];
        bool cutsAnother = block?.Statements.Any(statement => !span.Contains(statement.Span) && span.OverlapsWith(statement.Span)) == true;
        if (statements.Length == 0 || cutsAnother)
        {
            return null;
        }

        InvocationExpressionSyntax? only = statements is [ExpressionStatementSyntax { Expression: var single }]
            ? single as InvocationExpressionSyntax ?? (single as AwaitExpressionSyntax)?.Expression as InvocationExpressionSyntax
            : null;
        RefactoredCode? call = only is null ? null : Of(only);
        return new RefactoredCode(call?.Call, call?.Lambda, statements);
    }

    private static RefactoredCode Of(LambdaExpressionSyntax lambda) => new(lambda.ExpressionBody as InvocationExpressionSyntax, lambda, []);

    /// <summary>A call, or that of Task.Run, which stands for its lambda.</summary>
    private static RefactoredCode Of(InvocationExpressionSyntax call) =>
        call is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Run" }, ArgumentList.Arguments: [{ Expression: LambdaExpressionSyntax lambda }, ..] }
            ? Of(lambda)
            : new RefactoredCode(call, null, []);
}
