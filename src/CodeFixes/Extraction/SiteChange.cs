using Microsoft.CodeAnalysis;

namespace ProcGen.CodeFixes.Extraction;

/// <summary>A piece of code that is replaced. What stands in it may be replaced, too, so the new code is made from what it has become.</summary>
/// <param name="Site">The code as it is.</param>
/// <param name="Rewrite">Makes the new code from the node in which everything within has been replaced.</param>
internal sealed record SiteChange(SyntaxNode Site, Func<SyntaxNode, SyntaxNode> Rewrite);
