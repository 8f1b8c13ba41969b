using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Shared;
using ProcGen.Shared.Methods;

namespace ProcGen.CodeFixes.Extraction;

/// <summary>What functions return, and how it is written.</summary>
internal static class FunctionResults
{
    /// <summary>Whether a function returns a value, if only within a task.</summary>
    public static bool HasResult(IMethodSymbol function, KnownSymbols known) =>
        SignatureRoles.OfResult(function, MethodRole.Call, known).Result != ResultRole.None;

    /// <summary>The declared type of a result: within a task, if the function is asynchronous.</summary>
    public static string Declare(string? result, bool isAsync, SemanticModel model, int position, KnownSymbols known)
    {
        if (!isAsync)
        {
            return result ?? "void";
        }

        string task = known.Task!.ToMinimalDisplayString(model, position);
        return result is null ? task : $"{task}<{result}>";
    }

    /// <summary>
    /// Whether control may come to the end of a body, as far as its last statement tells. The compiler's own analysis takes a local function after a <c>return</c> for unreachable.
    /// </summary>
    public static bool EndIsReachable(BlockSyntax body) => body.Statements.LastOrDefault() is not (ReturnStatementSyntax or ThrowStatementSyntax);

    /// <summary>The comments behind a function, with the blanks before them.</summary>
    public static SyntaxTriviaList EndComments(SyntaxNode function)
    {
        SyntaxTriviaList trivia = function.GetTrailingTrivia();
        return trivia.Any(IsComment) ? [.. trivia.Where(static t => IsComment(t) || t.IsKind(SyntaxKind.WhitespaceTrivia))] : default;

        static bool IsComment(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia);
    }

    /// <summary>The comments above a function, without the blank lines before them.</summary>
    public static SyntaxTriviaList Comments(SyntaxNode function)
    {
        SyntaxTriviaList trivia = function.GetLeadingTrivia();
        return trivia.Any(static t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia))
            ? [.. trivia.SkipWhile(static t => t.IsKind(SyntaxKind.EndOfLineTrivia) || t.IsKind(SyntaxKind.WhitespaceTrivia))]
            : default;
    }
}
