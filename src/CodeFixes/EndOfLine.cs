using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ProcGen.CodeFixes;

/// <summary>Tells how a file ends its lines, so that what is added ends them in the same way.</summary>
internal static class EndOfLine
{
    public static string Of(SyntaxNode root)
    {
        SyntaxTrivia found = root.DescendantTrivia().FirstOrDefault(t => t.IsKind(SyntaxKind.EndOfLineTrivia));
        return found.IsKind(SyntaxKind.EndOfLineTrivia) ? found.ToString() : "\n";
    }
}
