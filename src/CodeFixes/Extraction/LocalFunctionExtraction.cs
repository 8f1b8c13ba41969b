using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Shared;

namespace ProcGen.CodeFixes.Extraction;

/// <summary>Makes a local function a marked method of the type, and its calls calls of the stub.</summary>
internal static class LocalFunctionExtraction
{
    /// <summary>The extraction, or null where a call could not be written otherwise, or what the function changes would be lost.</summary>
    public static MethodExtraction? Create(LocalFunctionStatementSyntax function, SemanticModel model, KnownSymbols known, CancellationToken cancellationToken)
    {
        if (model.GetDeclaredSymbol(function, cancellationToken) is not { ContainingType: { } type } symbol
            || ((SyntaxNode?)function.Body ?? function.ExpressionBody) is null
            || model.GetOperation(function, cancellationToken) is not { } operation
            || FunctionCalls.UsesOthers(operation, symbol)
            || CapturedParameters.Of(operation, model) is not { } captures
            || StubForms.Of(symbol, known) is not { } form
            || FunctionCalls.Find(function, symbol, model, cancellationToken) is not { } calls)
        {
            return null;
        }

        InvocationExpressionSyntax[] own = [.. calls.Where(call => function.Span.Contains(call.Span))];
        bool returnsWritten = captures.Written.Count != 0;
        if (returnsWritten && (own.Length != 0 || FunctionResults.HasResult(symbol, known) || !(symbol.ReturnsVoid || symbol.IsAsync)))
        {
            return null;
        }

        var stub = new StubCall(type, MethodNames.Unique(symbol.Name, type), form, captures.StubArguments);
        SiteChange?[] changes =
        [
            .. calls.Except(own).Select(call => returnsWritten ? WrittenResult.Assign(call, stub, captures, model) : stub.Replace(call, Describe(call), model)),
        ];
        return changes.All(static change => change is not null)
            ? new MethodExtraction(function, CreateMethod(function, symbol, own, captures, stub, model, known), [.. changes.OfType<SiteChange>()], function)
            : null;

        Func<SyntaxNode, InvocationExpressionSyntax> Describe(InvocationExpressionSyntax call) =>
            current => stub.Describe(((InvocationExpressionSyntax)current).ArgumentList, model, call.SpanStart);
    }

    private static ExtractedMethod CreateMethod(
        LocalFunctionStatementSyntax function,
        IMethodSymbol symbol,
        IEnumerable<InvocationExpressionSyntax> own,
        CapturedParameters captures,
        StubCall stub,
        SemanticModel model,
        KnownSymbols known)
    {
        // A call of itself is made in the worker, directly.
        StubCall direct = stub with { Leading = captures.Names };
        LocalFunctionStatementSyntax moved = function.ReplaceNodes(own, (_, call) =>
            call.WithExpression(SyntaxFactory.IdentifierName(stub.Name).WithTriviaFrom(call.Expression)).WithArgumentList(direct.Prepend(call.ArgumentList)));
        SyntaxNode body = (SyntaxNode?)moved.Body ?? moved.ExpressionBody!;
        bool returnsWritten = captures.Written.Count != 0;
        return new ExtractedMethod
        {
            Attributes = Marking.ListsOf(function.AttributeLists, symbol, model, function.SpanStart, known),
            Name = stub.Name,
            Result = returnsWritten
                ? FunctionResults.Declare(WrittenResult.TypeOf(captures.Written), symbol.IsAsync, model, function.SpanStart, known)
                : function.ReturnType.WithoutTrivia().ToString(),
            Parameters = [.. captures.Declarations, .. function.ParameterList.Parameters.Select(static parameter => parameter.WithoutTrivia().ToString())],
            IsStatic = !captures.UsesObject,
            IsAsync = symbol.IsAsync,
            IsUnsafe = function.Modifiers.Any(SyntaxKind.UnsafeKeyword),
            Body = returnsWritten ? WrittenResult.AddReturns(function.Body, function.ExpressionBody, captures) : body,
            Comments = FunctionResults.Comments(function),
            EndComments = FunctionResults.EndComments(function),
        };
    }
}
