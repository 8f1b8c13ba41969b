using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace ProcGen.CodeFixes.Extraction;

/// <summary>The marked method that is made of a function or of statements.</summary>
internal sealed class ExtractedMethod
{
    /// <summary>Marks the declaration, to be found in the changed document.</summary>
    public SyntaxAnnotation Mark { get; } = new();

    /// <summary>Attributes as they are written, each list with its brackets.</summary>
    public required IEnumerable<string> Attributes { get; init; }

    public required string Name { get; init; }

    /// <summary>The type of the result.</summary>
    public required string Result { get; init; }

    /// <summary>Type and name of each parameter: first what was captured, then the function's own.</summary>
    public required IReadOnlyList<string> Parameters { get; init; }

    public required bool IsStatic { get; init; }

    public required bool IsAsync { get; init; }

    public bool IsUnsafe { get; init; }

    /// <summary>A block or an arrow with an expression.</summary>
    public required SyntaxNode Body { get; init; }

    /// <summary>The comments above the function.</summary>
    public SyntaxTriviaList Comments { get; init; }

    /// <summary>The comments behind the function, on its last line.</summary>
    public SyntaxTriviaList EndComments { get; init; }

    /// <summary>The declaration, to be formatted where it is put.</summary>
    public MethodDeclarationSyntax ToDeclaration(string endOfLine)
    {
        string modifiers = $"private {(IsStatic ? "static " : "")}{(IsUnsafe ? "unsafe " : "")}{(IsAsync ? "async " : "")}";
        string text = string.Concat(Attributes.Select(list => list + endOfLine)) + $"{modifiers}{Result} {Name}({string.Join(", ", Parameters)});";
        var declaration = (MethodDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration(text)!;
        declaration = Body is BlockSyntax block
            ? declaration.WithSemicolonToken(default).WithParameterList(declaration.ParameterList.WithTrailingTrivia(IsOneLine(block) ? SyntaxFactory.Space : SyntaxFactory.EndOfLine(endOfLine))).WithBody(block)
            : declaration.WithParameterList(declaration.ParameterList.WithTrailingTrivia(SyntaxFactory.Space)).WithExpressionBody((ArrowExpressionClauseSyntax)Body);
        SyntaxTrivia newLine = SyntaxFactory.EndOfLine(endOfLine);
        return declaration.WithLeadingTrivia(SyntaxFactory.TriviaList([newLine, .. Comments])).WithTrailingTrivia(SyntaxFactory.TriviaList([.. EndComments, newLine])).WithAdditionalAnnotations(Mark, Formatter.Annotation);
    }

    private static bool IsOneLine(BlockSyntax block) => !block.ToString().Contains('\n');
}
