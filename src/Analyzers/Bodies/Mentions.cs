using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.Analyzers.Bodies;

/// <summary>Finds a name in the text of a file, and the bodies that it stands in. Nothing is bound, and a file without the name is not even walked.</summary>
internal static class Mentions
{
    /// <summary>The declarations whose code has the name: methods, accessors, properties, variables of fields, types with a primary constructor, top-level statements.</summary>
    public static IEnumerable<SyntaxNode> Of(string name, SyntaxTree tree, CancellationToken cancellationToken)
    {
        string text = tree.GetText(cancellationToken).ToString();
        SyntaxNode? last = null;
        for (int at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + name.Length, StringComparison.Ordinal))
        {
            // The end of the name, because an identifier may begin with an "@".
            SyntaxToken token = tree.GetRoot(cancellationToken).FindToken(at + name.Length - 1);
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name && BodyAround(token) is { } body && body != last)
            {
                yield return last = body;
            }
        }
    }

    private static SyntaxNode? BodyAround(SyntaxToken token)
    {
        for (SyntaxNode? node = token.Parent, inner = null; node is not null; inner = node, node = node.Parent)
        {
            switch (node)
            {
                case BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or GlobalStatementSyntax:
                    return node is GlobalStatementSyntax ? node.Parent : node;
                case VariableDeclaratorSyntax { Parent.Parent: BaseFieldDeclarationSyntax }:
                    return node;
                case BasePropertyDeclarationSyntax when inner is ArrowExpressionClauseSyntax:
                    return inner;
                case PropertyDeclarationSyntax:
                    return node;

                // Arguments for the base's constructor.
                case TypeDeclarationSyntax { ParameterList: not null } when inner is BaseListSyntax:
                    return node;
                case BaseTypeDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }
}
