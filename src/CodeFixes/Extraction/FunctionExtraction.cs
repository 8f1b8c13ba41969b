using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Shared;

namespace ProcGen.CodeFixes.Extraction;

/// <summary>Makes extractions changes of a solution, if they are sound.</summary>
internal static class FunctionExtraction
{
    /// <summary>Moves a local function or a lambda into a marked method; null where that cannot be done.</summary>
    public static async Task<Solution?> MoveAsync(Document document, SyntaxNode function, CancellationToken cancellationToken)
    {
        if (await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model || KnownSymbols.For(model.Compilation) is not { } known)
        {
            return null;
        }

        MethodExtraction? extraction = function switch
        {
            LocalFunctionStatementSyntax local => LocalFunctionExtraction.Create(local, model, known, cancellationToken),
            LambdaExpressionSyntax lambda => LambdaExtraction.Create(lambda, model, known, cancellationToken),
            _ => null,
        };
        return await ApplyAsync(document, extraction, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The solution with an extraction, or null if there is none or if it is not sound.</summary>
    public static async Task<Solution?> ApplyAsync(Document document, MethodExtraction? extraction, CancellationToken cancellationToken)
    {
        if (extraction is null || await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not CompilationUnitSyntax root)
        {
            return null;
        }

        Solution before = document.Project.Solution;
        Solution after = before.WithDocumentSyntaxRoot(document.Id, extraction.Apply(root));
        return await Soundness.IsSoundAsync(before, after, [document.Id], extraction.Method.Mark, cancellationToken).ConfigureAwait(false) ? after : null;
    }
}
