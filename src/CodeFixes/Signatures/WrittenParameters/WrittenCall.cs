using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.CodeFixes.Signatures;

/// <summary>
/// Takes what a call wrote to its arguments from its result. A statement becomes an assignment of a value or a tuple; in a condition that asks for a truth value, a pattern takes the tuple
/// apart, as in <c>Parse(text) is (true, var value)</c>. Where neither can be, there is no change.
/// </summary>
internal static class WrittenCall
{
    public static (SyntaxNode Place, Func<SyntaxNode, SyntaxNode> Rewrite)? Find(InvocationExpressionSyntax call, WrittenSignature signature, SemanticModel model, CancellationToken cancellationToken)
    {
        // Reduced calls of extensions shift the positions; a call after "?." may not happen at all.
        if (call.Expression is MemberBindingExpressionSyntax || model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol { ReducedFrom: null } method)
        {
            return null;
        }

        var targets = new List<ExpressionSyntax>();
        foreach (WrittenParameter written in signature.Written)
        {
            if (FindArgument(call, method.Parameters[written.Ordinal]) is not { RefKindKeyword.RawKind: not 0 } argument)
            {
                return null;
            }

            targets.Add(argument.Expression.WithoutTrivia());
        }

        bool areDiscards = targets.All(IsDiscard);
        switch (call.Parent)
        {
            case ExpressionStatementSyntax statement:
                return (statement, node => AsStatement((ExpressionStatementSyntax)node, signature, method, signature.HasResult ? SyntaxFactory.IdentifierName("_") : null, targets, areDiscards));
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: var target, Parent: ExpressionStatementSyntax statement } when target is not TupleExpressionSyntax:
                return (statement, node => AsStatement((ExpressionStatementSyntax)node, signature, method, target.WithoutTrivia(), targets, areDiscards: false));
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } local } declaration } declarator }:
                ExpressionSyntax declared = Declaration(declaration.Type, declarator.Identifier);
                return (local, node => Assign(
                    node,
                    WithoutWritten(((LocalDeclarationStatementSyntax)node).Declaration.Variables[0].Initializer!.Value, signature, method),
                    WrittenSignature.Tuple([declared, .. targets])));
        }

        if (signature.HasResult && areDiscards && signature.Written.All(written => !written.IsRead))
        {
            return (call, node => SyntaxFactory.MemberAccessExpression(
                SyntaxKind.SimpleMemberAccessExpression, (ExpressionSyntax)WithoutWritten((ExpressionSyntax)node, signature, method).WithoutTrailingTrivia(), SyntaxFactory.IdentifierName(WrittenSignature.ResultName))
                .WithTriviaFrom(node));
        }

        if (signature.IsTruth && targets.All(target => IsDiscard(target) || target is DeclarationExpressionSyntax { Designation: SingleVariableDesignationSyntax }))
        {
            string parts = string.Join(", ", targets.Select(target => IsDiscard(target) ? "_" : "var " + ((SingleVariableDesignationSyntax)((DeclarationExpressionSyntax)target).Designation).Identifier.Text));
            bool isNegated = call.Parent is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression };
            SyntaxNode place = isNegated ? call.Parent! : call;
            if (CanBePattern(place))
            {
                return (place, node => AsPattern((ExpressionSyntax)node, isNegated, parts, signature, method));
            }
        }

        return null;
    }

    private static SyntaxNode AsStatement(ExpressionStatementSyntax statement, WrittenSignature signature, IMethodSymbol method, ExpressionSyntax? result, List<ExpressionSyntax> targets, bool areDiscards)
    {
        ExpressionSyntax value = WithoutWritten(statement.Expression is AssignmentExpressionSyntax assignment ? assignment.Right : statement.Expression, signature, method);
        return areDiscards ? statement.WithExpression(value.WithTriviaFrom(statement.Expression))
            : signature.IsSingle ? Assign(statement, value, targets[0])
            : Assign(statement, value, WrittenSignature.Tuple(result is null ? targets : [result, .. targets]));
    }

    private static SyntaxNode Assign(SyntaxNode statement, ExpressionSyntax value, ExpressionSyntax target)
    {
        string text = target is DeclarationExpressionSyntax { Type: var type, Designation: var designation } ? $"{type} {designation} = {value.WithoutTrivia()};" : $"{target} = {value.WithoutTrivia()};";
        return SyntaxFactory.ParseStatement(text).WithTriviaFrom(statement);
    }

    private static SyntaxNode AsPattern(ExpressionSyntax place, bool isNegated, string parts, WrittenSignature signature, IMethodSymbol method)
    {
        ExpressionSyntax value = WithoutWritten(isNegated ? ((PrefixUnaryExpressionSyntax)place).Operand : place, signature, method);
        return SyntaxFactory.ParseExpression($"{value.WithoutTrivia()} is {(isNegated ? "not " : "")}(true, {parts})").WithTriviaFrom(place);
    }

    // "is" binds looser than a comparison and most operators, and tighter than && and ||.
    private static bool CanBePattern(SyntaxNode place) => place.Parent switch
    {
        BinaryExpressionSyntax binary => binary.IsKind(SyntaxKind.LogicalAndExpression) || binary.IsKind(SyntaxKind.LogicalOrExpression),
        ConditionalExpressionSyntax choice => choice.Condition == place,
        IfStatementSyntax or WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or ReturnStatementSyntax or ParenthesizedExpressionSyntax or ArrowExpressionClauseSyntax
            or WhenClauseSyntax or ArgumentSyntax or LambdaExpressionSyntax => true,
        _ => false,
    };

    /// <summary>The call without the arguments that are gone, and with those by value that stay.</summary>
    private static ExpressionSyntax WithoutWritten(ExpressionSyntax expression, WrittenSignature signature, IMethodSymbol method)
    {
        var call = (InvocationExpressionSyntax)expression;
        ArgumentListSyntax list = call.ArgumentList;
        foreach ((WrittenParameter written, ArgumentSyntax argument) in signature.Written.Select(written => (written, FindArgument(call, method.Parameters[written.Ordinal])!)).OrderBy(pair => pair.Item2.SpanStart))
        {
            // Those that are gone stood before it.
            ArgumentSyntax current = list.Arguments[call.ArgumentList.Arguments.IndexOf(argument) - (call.ArgumentList.Arguments.Count - list.Arguments.Count)];
            list = written.IsRead
                ? list.ReplaceNode(current, argument.WithRefKindKeyword(default).WithLeadingTrivia(argument.GetLeadingTrivia()))
                : list.RemoveNode(current, SyntaxRemoveOptions.KeepNoTrivia)!;
        }

        return call.WithArgumentList(list);
    }

    private static ArgumentSyntax? FindArgument(InvocationExpressionSyntax call, IParameterSymbol parameter)
    {
        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        return arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == parameter.Name)
            ?? (parameter.Ordinal < arguments.Count && arguments[parameter.Ordinal].NameColon is null ? arguments[parameter.Ordinal] : null);
    }

    private static ExpressionSyntax Declaration(TypeSyntax type, SyntaxToken name) =>
        SyntaxFactory.DeclarationExpression(type.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space), SyntaxFactory.SingleVariableDesignation(name.WithoutTrivia()));

    private static bool IsDiscard(ExpressionSyntax target) => target is IdentifierNameSyntax { Identifier.ValueText: "_" } or DeclarationExpressionSyntax { Designation: DiscardDesignationSyntax };
}
