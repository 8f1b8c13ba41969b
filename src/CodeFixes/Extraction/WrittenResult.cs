using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.CodeFixes.Extraction;

/// <summary>Makes variables that the moved code assigns its result: one value, or a tuple.</summary>
internal static class WrittenResult
{
    /// <summary>The type of the result.</summary>
    public static string TypeOf(IReadOnlyList<(string Name, string Type)> written) =>
        written is [var only] ? only.Type : $"({string.Join(", ", written.Select(static variable => $"{variable.Type} {variable.Name}"))})";

    /// <summary>The variables as one value, or as the target of an assignment.</summary>
    public static string ValueOf(IReadOnlyList<string> names) => names is [var only] ? only : $"({string.Join(", ", names)})";

    /// <summary>Replaces a call that is a statement of its own by an assignment of the result; null if it is none.</summary>
    public static SiteChange? Assign(InvocationExpressionSyntax call, StubCall stub, CapturedParameters captures, SemanticModel model)
    {
        ExpressionSyntax whole = call.Parent is AwaitExpressionSyntax awaited ? awaited : call;
        if (whole.Parent is not ExpressionStatementSyntax statement || (stub.Form == StubForm.Task) != (whole != call))
        {
            return null;
        }

        string target = ValueOf([.. captures.Written.Select(static variable => variable.Name)]);
        return new SiteChange(statement, current =>
        {
            ExpressionSyntax expression = ((ExpressionStatementSyntax)current).Expression;
            var currentCall = (InvocationExpressionSyntax)(expression is AwaitExpressionSyntax { Expression: var operand } ? operand : expression);
            ExpressionSyntax value = StubCall.Wait(stub.Describe(currentCall.ArgumentList, model, call.SpanStart), call, model);
            return Statement(target, value).WithTriviaFrom(current);
        });
    }

    /// <summary>The body of a function without a result, returning the variables wherever it returned, and at its end.</summary>
    public static BlockSyntax AddReturns(BlockSyntax? body, ArrowExpressionClauseSyntax? arrow, CapturedParameters captures)
    {
        string value = ValueOf([.. captures.Written.Select(static variable => variable.Name)]);
        if (body is null)
        {
            return (BlockSyntax)SyntaxFactory.ParseStatement($"{{\n{arrow!.Expression.WithoutTrivia()};\nreturn {value};\n}}");
        }

        IEnumerable<ReturnStatementSyntax> returns = body.DescendantNodes(static node => node is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)).OfType<ReturnStatementSyntax>();
        BlockSyntax changed = body.ReplaceNodes(returns, (_, statement) => statement
            .WithReturnKeyword(statement.ReturnKeyword.WithTrailingTrivia(SyntaxFactory.Space)).WithExpression(SyntaxFactory.ParseExpression(value)));
        return FunctionResults.EndIsReachable(body) ? AddReturn(changed, value) : changed;
    }

    /// <summary>The block with a last statement that returns a value.</summary>
    public static BlockSyntax AddReturn(BlockSyntax block, string value) =>
        block.AddStatements(SyntaxFactory.ParseStatement($"return {value};").WithTrailingTrivia(SyntaxFactory.EndOfLine(EndOfLine.Of(block))));

    /// <summary>An assignment, or a declaration with an initializer, as a statement.</summary>
    public static StatementSyntax Statement(string target, ExpressionSyntax value)
    {
        StatementSyntax statement = SyntaxFactory.ParseStatement($"{target} = __value;");
        return statement.ReplaceNode(statement.DescendantNodes().OfType<IdentifierNameSyntax>().Last(), value.WithoutTrivia());
    }
}
