using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.CodeFixes.Contracts;

/// <summary>PROCGEN066: declares the method idempotent. The title says what is promised with it, because no tool can know.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class DeclareIdempotentFix : SyntaxFixProvider
{
    private const string Property = "Idempotent";

    /// <summary>Makes the provider.</summary>
    public DeclareIdempotentFix() : base("PROCGEN066") { }

    private protected override string Title => "Declare 'Idempotent = true': running the method twice for one call does no harm";

    private protected override SyntaxNode? Fix(SyntaxNode root, ImmutableArray<Location> places)
    {
        AttributeArgumentListSyntax[] lists =
        [
            .. places.Select(place => root.FindNode(place.SourceSpan).FirstAncestorOrSelf<AttributeArgumentSyntax>()?.Parent).OfType<AttributeArgumentListSyntax>().Distinct(),
        ];
        return lists.Length == 0 ? null : root.ReplaceNodes(lists, (_, list) => Declare(list));
    }

    private static AttributeArgumentListSyntax Declare(AttributeArgumentListSyntax list)
    {
        // What is there already says false, or it would not be reported.
        if (list.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == Property) is { } denied)
        {
            return list.ReplaceNode(denied, denied.WithExpression(True().WithTriviaFrom(denied.Expression)));
        }

        AttributeArgumentSyntax declared = SyntaxFactory.AttributeArgument(
            SyntaxFactory.NameEquals(SyntaxFactory.IdentifierName(Property).WithTrailingTrivia(SyntaxFactory.Space))
                .WithEqualsToken(SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space)),
            nameColon: null,
            True());
        AttributeArgumentSyntax last = list.Arguments.Last();
        SyntaxToken comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);

        // The new one goes last and takes over what stood behind the last one, such as the end of its line.
        SyntaxNodeOrTokenList all = SyntaxFactory.NodeOrTokenList(
            [.. list.Arguments.GetWithSeparators().RemoveAt(list.Arguments.GetWithSeparators().Count - 1), last.WithoutTrailingTrivia(), comma, declared.WithTrailingTrivia(last.GetTrailingTrivia())]);
        return list.WithArguments(SyntaxFactory.SeparatedList<AttributeArgumentSyntax>(all));
    }

    private static LiteralExpressionSyntax True() => SyntaxFactory.LiteralExpression(SyntaxKind.TrueLiteralExpression);
}
