using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.CodeFixes;

/// <summary>PROCGEN001: makes the containing types of a marked method partial, all of them.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class MakePartialFix : SyntaxFixProvider
{
    /// <summary>Makes the provider.</summary>
    public MakePartialFix() : base("PROCGEN001") { }

    private protected override string Title => "Make the containing types partial";

    private protected override SyntaxNode? Fix(SyntaxNode root, ImmutableArray<Location> places)
    {
        TypeDeclarationSyntax[] types =
        [
            .. places.SelectMany(place => root.FindNode(place.SourceSpan).AncestorsAndSelf().OfType<TypeDeclarationSyntax>())
                .Where(type => !type.Modifiers.Any(SyntaxKind.PartialKeyword))
                .Distinct(),
        ];
        return types.Length == 0 ? null : root.ReplaceNodes(types, (_, type) => AddPartial(type));
    }

    // The modifier goes last, and takes over the leading trivia where it comes first.
    internal static TypeDeclarationSyntax AddPartial(TypeDeclarationSyntax type)
    {
        SyntaxToken partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (type.Modifiers.Count != 0)
        {
            return type.WithModifiers(type.Modifiers.Add(partial));
        }

        SyntaxToken keyword = type.Keyword;
        return type.WithKeyword(keyword.WithLeadingTrivia()).WithModifiers(SyntaxFactory.TokenList(partial.WithLeadingTrivia(keyword.LeadingTrivia)));
    }
}
