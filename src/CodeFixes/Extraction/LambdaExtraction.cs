using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.CodeFixes.Use;
using ProcGen.Shared;

namespace ProcGen.CodeFixes.Extraction;

/// <summary>Makes the body of a lambda a marked method of the type. The lambda calls its stub; one that is given to <c>Task.Run</c> goes together with that.</summary>
internal static class LambdaExtraction
{
    /// <summary>The extraction, or null where no call of a stub can stand, or what the lambda changes would be lost.</summary>
    public static MethodExtraction? Create(LambdaExpressionSyntax lambda, SemanticModel model, KnownSymbols known, CancellationToken cancellationToken)
    {
        if (model.GetSymbolInfo(lambda, cancellationToken).Symbol is not IMethodSymbol symbol
            || model.GetTypeInfo(lambda, cancellationToken).ConvertedType is not { TypeKind: TypeKind.Delegate }
            || model.GetEnclosingSymbol(lambda.SpanStart, cancellationToken)?.ContainingType is not { } type
            || model.GetOperation(lambda, cancellationToken) is not { } operation
            || FunctionCalls.UsesOthers(operation, null)
            || CapturedParameters.Of(operation, model) is not { } captures
            || StubForms.Of(symbol, known) is not { } form
            || ParametersOf(lambda, symbol, model) is not { } parameters)
        {
            return null;
        }

        var stub = new StubCall(type, MethodNames.Unique(WishedName(lambda), type), form, captures.StubArguments);
        InvocationExpressionSyntax description = stub.Describe(SyntaxFactory.ParseArgumentList($"({string.Join(", ", symbol.Parameters.Select(static p => TypeText.Identifier(p.Name)))})"), model, lambda.SpanStart);
        InvocationExpressionSyntax? run = TaskRun.Of(lambda, model, known, cancellationToken);
        bool returnsWritten = captures.Written.Count != 0;
        SiteChange? change =
            returnsWritten ? (run is null || FunctionResults.HasResult(symbol, known) || !(symbol.ReturnsVoid || symbol.IsAsync) ? null : AssignWritten(run, description, captures, model))
            : run is not null ? TaskRun.Replace(run, form, description)
            : CallOf(lambda, symbol, form, description, model) is { } call ? new SiteChange(lambda, _ => WithCall(lambda, call))
            : null;
        if (change is null)
        {
            return null;
        }

        string? result = symbol.ReturnsVoid ? null : TypeText.Of(symbol.IsAsync ? symbol.ReturnType.WithNullableAnnotation(NullableAnnotation.NotAnnotated) : symbol.ReturnType, model, lambda.SpanStart);
        if (result is null && !symbol.ReturnsVoid)
        {
            return null;
        }

        var method = new ExtractedMethod
        {
            Attributes = Marking.ListsOf(lambda.AttributeLists, symbol, model, lambda.SpanStart, known),
            Name = stub.Name,
            Result = returnsWritten ? FunctionResults.Declare(WrittenResult.TypeOf(captures.Written), symbol.IsAsync, model, lambda.SpanStart, known)
                : result ?? FunctionResults.Declare(null, symbol.IsAsync, model, lambda.SpanStart, known),
            Parameters = [.. captures.Declarations, .. parameters],
            IsStatic = !captures.UsesObject,
            IsAsync = symbol.IsAsync,
            Body = returnsWritten ? WrittenResult.AddReturns(lambda.Block, ArrowOf(lambda), captures) : (SyntaxNode?)lambda.Block?.WithoutTrivia() ?? ArrowOf(lambda)!,
        };
        return new MethodExtraction(lambda, method, [change], null);
    }

    private static ArrowExpressionClauseSyntax? ArrowOf(LambdaExpressionSyntax lambda) =>
        lambda.ExpressionBody is { } expression ? SyntaxFactory.ArrowExpressionClause(lambda.ArrowToken, expression.WithTrailingTrivia()) : null;

    /// <summary>What the lambda evaluates from now on.</summary>
    private static ExpressionSyntax? CallOf(LambdaExpressionSyntax lambda, IMethodSymbol symbol, StubForm form, InvocationExpressionSyntax description, SemanticModel model) => form switch
    {
        StubForm.AsyncSequence => description,
        _ when symbol.IsAsync => Awaiting.Await(description, description),
        StubForm.Task => StubCall.Start(description),
        StubForm.Value => StubCall.Run(description, model, lambda.SpanStart),
        _ => null,
    };

    private static LambdaExpressionSyntax WithCall(LambdaExpressionSyntax lambda, ExpressionSyntax call)
    {
        LambdaExpressionSyntax bare = lambda is ParenthesizedLambdaExpressionSyntax parenthesized ? parenthesized.WithAttributeLists(default) : lambda;
        return bare.WithArrowToken(bare.ArrowToken.WithTrailingTrivia(SyntaxFactory.Space)).WithBlock(null).WithExpressionBody(call.WithoutTrivia()).WithTriviaFrom(lambda);
    }

    private static SiteChange? AssignWritten(InvocationExpressionSyntax run, InvocationExpressionSyntax description, CapturedParameters captures, SemanticModel model)
    {
        // Only where the end is awaited at once can the variables be assigned at once.
        if (run is not { ArgumentList.Arguments.Count: 1, Parent: AwaitExpressionSyntax { Parent: ExpressionStatementSyntax statement } })
        {
            return null;
        }

        string target = WrittenResult.ValueOf([.. captures.Written.Select(static variable => variable.Name)]);
        return new SiteChange(statement, current => WrittenResult.Statement(target, StubCall.Wait(description, statement, model)).WithTriviaFrom(current));
    }

    private static IReadOnlyList<string>? ParametersOf(LambdaExpressionSyntax lambda, IMethodSymbol symbol, SemanticModel model)
    {
        if (lambda is ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: var declared } && declared.All(static parameter => parameter.Type is not null))
        {
            return [.. declared.Select(static parameter => parameter.WithoutTrivia().ToString())];
        }

        string?[] types = [.. symbol.Parameters.Select(parameter => TypeText.Of(parameter.Type, model, lambda.SpanStart))];
        return types.Any(static type => type is null) ? null : [.. symbol.Parameters.Zip(types, static (parameter, type) => $"{type} {TypeText.Identifier(parameter.Name)}")];
    }

    /// <summary>The name of the variable that holds the lambda, or of the member around it.</summary>
    private static string WishedName(LambdaExpressionSyntax lambda)
    {
        if (lambda.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Identifier.ValueText: var variable } })
        {
            return variable.TrimStart('_');
        }

        return MethodNames.OfMember(lambda);
    }
}
