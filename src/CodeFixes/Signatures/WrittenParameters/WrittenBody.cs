using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ProcGen.CodeFixes.Signatures;

/// <summary>Rewrites a method so that it returns what it wrote to its parameters. Locals take the names of parameters that are gone, so the body stays as it is.</summary>
internal static class WrittenBody
{
    public static MethodDeclarationSyntax Rewrite(MethodDeclarationSyntax method, WrittenSignature signature)
    {
        MethodDeclarationSyntax changed = method switch
        {
            { Body: { } body } => method.WithBody(RewriteBlock(body, signature)),
            { ExpressionBody: { Expression: ThrowExpressionSyntax } } => method,
            { ExpressionBody: { } arrow } => RewriteArrow(method, arrow.Expression, signature),
            _ => method,
        };
        return changed
            .WithReturnType(signature.ResultType(method.ReturnType).WithTriviaFrom(method.ReturnType))
            .WithParameterList(RewriteParameters(method.ParameterList, signature))
            .WithLeadingTrivia(WithoutDocumentation(method.GetLeadingTrivia(), signature));
    }

    private static ParameterListSyntax RewriteParameters(ParameterListSyntax list, WrittenSignature signature)
    {
        foreach (WrittenParameter written in signature.Written.Reverse())
        {
            ParameterSyntax parameter = list.Parameters[written.Ordinal];
            list = written.IsRead
                ? list.ReplaceNode(parameter, parameter.WithModifiers([.. parameter.Modifiers.Where(m => !m.IsKind(SyntaxKind.RefKeyword) && !m.IsKind(SyntaxKind.ScopedKeyword))]).WithLeadingTrivia(parameter.GetLeadingTrivia()))
                : list.RemoveNode(parameter, SyntaxRemoveOptions.KeepNoTrivia)!;
        }

        return list;
    }

    private static BlockSyntax RewriteBlock(BlockSyntax body, WrittenSignature signature)
    {
        IEnumerable<ReturnStatementSyntax> returns = body.DescendantNodes(static node => node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)).OfType<ReturnStatementSyntax>();
        BlockSyntax changed = body.ReplaceNodes(returns, (_, statement) =>
            statement.WithReturnKeyword(statement.ReturnKeyword.WithTrailingTrivia(SyntaxFactory.Space)).WithExpression(signature.ResultValue(statement.Expression)));
        string? lineEnd = body.ToString().Contains('\n') ? EndOfLine.Of(body.SyntaxTree.GetRoot()) : null;
        if (signature.EndIsReachable)
        {
            changed = changed.AddStatements(Statement($"return {signature.ResultValue(null)};", lineEnd));
        }

        return changed.WithStatements(changed.Statements.InsertRange(0, Locals(signature, lineEnd)));
    }

    private static MethodDeclarationSyntax RewriteArrow(MethodDeclarationSyntax method, ExpressionSyntax expression, WrittenSignature signature)
    {
        // "=> x = 1" of a method that has nothing else to give.
        if (signature is { IsSingle: true, Written: [{ IsRead: false, Name: var name }] }
            && expression is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax target } assignment
            && target.Identifier.ValueText == name)
        {
            return method.WithExpressionBody(method.ExpressionBody!.WithExpression(assignment.Right.WithTriviaFrom(expression)));
        }

        // "=> int.TryParse(text, out value)": declared where it is written.
        if (signature.HasResult)
        {
            ILookup<string, IdentifierNameSyntax> mentions = expression.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().ToLookup(mention => mention.Identifier.ValueText);
            WrittenParameter[] gone = [.. signature.Written.Where(written => !written.IsRead)];
            if (gone.All(written => mentions[written.Name].ToArray() is [{ Parent: ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.OutKeyword } }]))
            {
                ExpressionSyntax value = expression.ReplaceNodes(gone.Select(written => mentions[written.Name].Single()), (mention, _) =>
                    SyntaxFactory.ParseExpression($"Call(out {gone.Single(written => written.Name == mention.Identifier.ValueText).Type} {mention.Identifier})").DescendantNodes().OfType<DeclarationExpressionSyntax>().Single().WithTriviaFrom(mention));
                return method.WithExpressionBody(method.ExpressionBody!.WithExpression(signature.ResultValue(value).WithTriviaFrom(expression)));
            }
        }

        string lineEnd = EndOfLine.Of(method.SyntaxTree.GetRoot());
        IEnumerable<StatementSyntax> statements = signature.HasResult
            ? [Statement($"return {signature.ResultValue(expression)};", lineEnd)]
            : [Statement($"{expression.WithoutTrivia()};", lineEnd), Statement($"return {signature.ResultValue(null)};", lineEnd)];
        SyntaxToken open = SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(SyntaxFactory.EndOfLine(lineEnd));
        BlockSyntax block = SyntaxFactory.Block(open, [.. Locals(signature, lineEnd), .. statements], SyntaxFactory.Token(SyntaxKind.CloseBraceToken))
            .WithTrailingTrivia(method.SemicolonToken.TrailingTrivia).WithAdditionalAnnotations(Formatter.Annotation);
        return method.WithExpressionBody(null).WithSemicolonToken(default).WithParameterList(method.ParameterList.WithTrailingTrivia(SyntaxFactory.EndOfLine(lineEnd))).WithBody(block);
    }

    private static IEnumerable<StatementSyntax> Locals(WrittenSignature signature, string? lineEnd) =>
        signature.Written.Where(written => !written.IsRead).Select(written => Statement($"{written.Type} {written.Name};", lineEnd));

    // A block on one line stays on it.
    private static StatementSyntax Statement(string text, string? lineEnd) => lineEnd is null
        ? SyntaxFactory.ParseStatement(text).WithTrailingTrivia(SyntaxFactory.Space)
        : SyntaxFactory.ParseStatement(text).WithTrailingTrivia(SyntaxFactory.EndOfLine(lineEnd)).WithAdditionalAnnotations(Formatter.Annotation);

    // A parameter that is gone has no documentation.
    private static SyntaxTriviaList WithoutDocumentation(SyntaxTriviaList trivia, WrittenSignature signature)
    {
        foreach (WrittenParameter written in signature.Written.Where(written => !written.IsRead))
        {
            foreach (SyntaxTrivia comment in trivia.Where(t => t.GetStructure() is DocumentationCommentTriviaSyntax).ToArray())
            {
                string text = comment.ToFullString();
                string[] lines = text.Split('\n');
                string[] kept = [.. lines.Where(line => !(line.Contains($"<param name=\"{written.Name}\">") && line.Contains("</param>")))];
                if (kept.Length != lines.Length)
                {
                    // The indentation of the first line stands before the comment.
                    string joined = string.Join("\n", kept).TrimStart(' ', '\t');
                    trivia = trivia.ReplaceRange(comment, SyntaxFactory.ParseLeadingTrivia(joined));
                }
            }
        }

        return trivia;
    }
}
