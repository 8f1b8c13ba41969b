using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.CodeFixes.Declarations;

/// <summary>Puts attributes on declarations: on lines of their own where the declaration begins a line, before it otherwise. Comments stay where they are.</summary>
internal static class AttributeLists
{
    /// <summary>The declaration with these attributes before those that it has.</summary>
    /// <param name="declaration">A member, a type or a parameter.</param>
    /// <param name="attributes">Each as it is written between brackets, with its target.</param>
    public static SyntaxNode AddTo(SyntaxNode declaration, params IEnumerable<string> attributes)
    {
        SyntaxToken first = declaration.GetFirstToken();
        SyntaxTriviaList leading = first.LeadingTrivia;
        SyntaxTriviaList between = declaration is MemberDeclarationSyntax && BeginsLine(declaration)
            ? [SyntaxFactory.EndOfLine(EndOfLine.Of(declaration.SyntaxTree.GetRoot())), .. leading.Reverse().TakeWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia))]
            : [SyntaxFactory.Space];
        AttributeListSyntax[] lists = [.. attributes.Select(text => Parse(text).WithTrailingTrivia(between))];
        lists[0] = lists[0].WithLeadingTrivia(leading);

        SyntaxNode bare = declaration.ReplaceToken(first, first.WithLeadingTrivia());
        return bare switch
        {
            MemberDeclarationSyntax member => member.WithAttributeLists(member.AttributeLists.InsertRange(0, lists)),
            ParameterSyntax parameter => parameter.WithAttributeLists(parameter.AttributeLists.InsertRange(0, lists)),
            _ => throw new ArgumentException($"A {declaration.Kind()} has no attributes.", nameof(declaration)),
        };
    }

    /// <summary>An attribute that the compilation can use, or null.</summary>
    public static INamedTypeSymbol? Find(Compilation compilation, string metadataName) =>
        compilation.GetTypesByMetadataName(metadataName).FirstOrDefault(type => compilation.IsSymbolAccessibleWithin(type, compilation.Assembly));

    /// <summary>The name of an attribute of ProcGen or another library at a place: short where a using leads to it.</summary>
    public static string NameAt(SemanticModel model, int position, INamedTypeSymbol attribute)
    {
        const string Suffix = "Attribute";
        string name = attribute.Name.EndsWith(Suffix, StringComparison.Ordinal) ? attribute.Name.Substring(0, attribute.Name.Length - Suffix.Length) : attribute.Name;
        return model.LookupNamespacesAndTypes(position, name: attribute.Name).Contains(attribute, SymbolEqualityComparer.Default)
            ? name
            : attribute.ContainingNamespace.ToDisplayString() + "." + name;
    }

    private static bool BeginsLine(SyntaxNode declaration)
    {
        SyntaxToken first = declaration.GetFirstToken();
        SyntaxToken previous = first.GetPreviousToken();
        return previous.IsKind(SyntaxKind.None)
            || first.LeadingTrivia.Concat(previous.TrailingTrivia).Any(t => t.IsKind(SyntaxKind.EndOfLineTrivia) || t.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia));
    }

    private static AttributeListSyntax Parse(string attribute) =>
        ((ClassDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"[{attribute}] class C;")!).AttributeLists[0].WithoutTrivia();
}
