using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Shared;

namespace ProcGen.CodeFixes.Extraction;

/// <summary>Lambdas that run on the thread pool: a call in a worker takes the place of the whole, because its end is a task already.</summary>
internal static class TaskRun
{
    /// <summary>The call of <c>Task.Run</c> that a lambda is given to, or null.</summary>
    public static InvocationExpressionSyntax? Of(LambdaExpressionSyntax lambda, SemanticModel model, KnownSymbols known, CancellationToken cancellationToken) =>
        lambda.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax call } list } argument
        && list.Arguments[0] == argument
        && model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol { Name: "Run" } method
        && method.ContainingType.Is(known.Task)
            ? call
            : null;

    /// <summary>Replaces <c>Task.Run(…)</c> by the call, or by its task where that is not awaited at once or has a token.</summary>
    public static SiteChange? Replace(InvocationExpressionSyntax run, StubForm form, ExpressionSyntax description)
    {
        if (form is not (StubForm.Value or StubForm.Task))
        {
            return null;
        }

        ArgumentSyntax? token = run.ArgumentList.Arguments is [_, var second, ..] ? second.WithoutTrivia() : null;
        return new SiteChange(run, _ => (token is null && StubCall.IsAwaited(run) ? description : StubCall.Start(description, token)).WithTriviaFrom(run));
    }
}
