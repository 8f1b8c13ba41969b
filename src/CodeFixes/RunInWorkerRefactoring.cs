using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.CodeFixes.Extraction;
using ProcGen.Shared;

namespace ProcGen.CodeFixes;

/// <summary>
/// Runs a call, the body of a lambda or the selected statements in a worker process: a method of the project is marked and called by its stub; other code is moved into a new marked
/// method. Offered only where the result compiles and a stub is made of the method.
/// </summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(RunInWorkerRefactoring))]
[Shared]
public sealed class RunInWorkerRefactoring : CodeRefactoringProvider
{
    private const string Title = "Run in a worker process";

    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root || RefactoredCode.Find(root, context.Span) is not { } code)
        {
            return;
        }

        if (await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is { } model
            && KnownSymbols.For(model.Compilation) is { } known
            && await ChangeAsync(context.Document, code, model, known, context.CancellationToken).ConfigureAwait(false) is { } changed)
        {
            context.RegisterRefactoring(CodeAction.Create(Title, _ => Task.FromResult(changed), nameof(RunInWorkerRefactoring)));
        }
    }

    private static async Task<Solution?> ChangeAsync(Document document, RefactoredCode code, SemanticModel model, KnownSymbols known, CancellationToken cancellationToken)
    {
        if (code.Call is { } call)
        {
            LambdaExpressionSyntax? lambda = call.Parent as LambdaExpressionSyntax;
            InvocationExpressionSyntax? run = lambda is null ? null : TaskRun.Of(lambda, model, known, cancellationToken);
            Solution? changed = model.GetSymbolInfo(call, cancellationToken).Symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction, DeclaringSyntaxReferences: [var function] }
                ? await FunctionExtraction.MoveAsync(document, await function.GetSyntaxAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false)
                : await MarkedCall.CreateAsync(document, call, run, model, known, cancellationToken).ConfigureAwait(false);
            if (changed is not null)
            {
                return changed;
            }
        }

        if (code.Lambda is { } body && await FunctionExtraction.MoveAsync(document, body, cancellationToken).ConfigureAwait(false) is { } moved)
        {
            return moved;
        }

        return code.Statements.Count == 0
            ? null
            : await FunctionExtraction.ApplyAsync(document, BlockExtraction.Create(code.Statements, model, known, cancellationToken), cancellationToken).ConfigureAwait(false);
    }
}
