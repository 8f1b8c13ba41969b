using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Shared;

namespace ProcGen.Generator.Parsing;

/// <summary>What one file declares. An unchanged file keeps its syntax tree, so it is looked at once.</summary>
internal sealed class TreeFingerprint
{
    private static readonly ConditionalWeakTable<SyntaxTree, TreeFingerprint> s_trees = new();

    private readonly List<string> _typesWithPrimaryConstructor = [];
    private readonly List<(string Type, ulong Bodies)> _bodiesOfPartialTypes = [];
    private StableHash _declarations = new();

    private TreeFingerprint(SyntaxNode root) => Visit(root, keepsBodies: false);

    /// <summary>The hash of all tokens outside of the bodies of methods.</summary>
    public ulong Declarations => _declarations.Value;

    /// <summary>
    /// The names of the classes and structs with a primary constructor. Whether a body uses one of its parameters decides whether that is kept as a field, so
    /// these types' bodies count as declarations, also those in other parts of a partial type.
    /// </summary>
    public IReadOnlyList<string> TypesWithPrimaryConstructor => _typesWithPrimaryConstructor;

    /// <summary>The hashes of the bodies in parts of types whose primary constructor, if there is one, stands in another part.</summary>
    public IReadOnlyList<(string Type, ulong Bodies)> BodiesOfPartialTypes => _bodiesOfPartialTypes;

    public static TreeFingerprint Of(SyntaxTree tree) => s_trees.GetValue(tree, static t => new(t.GetRoot()));

    private void Visit(SyntaxNode node, bool keepsBodies)
    {
        foreach (SyntaxNodeOrToken child in node.ChildNodesAndTokens())
        {
            if (child.AsNode() is not { } childNode)
            {
                AddToken(child.AsToken());
            }
            else if (!keepsBodies && IsBody(childNode))
            {
                _declarations.Add("{}");
            }
            else if (childNode is TypeDeclarationSyntax type)
            {
                VisitType(type);
            }
            else
            {
                Visit(childNode, keepsBodies);
            }
        }
    }

    private void VisitType(TypeDeclarationSyntax type)
    {
        bool hasPrimaryConstructor = type is { ParameterList: not null } and not RecordDeclarationSyntax;
        if (hasPrimaryConstructor)
        {
            _typesWithPrimaryConstructor.Add(type.Identifier.ValueText);
        }
        else if (type.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            var bodies = new StableHash();
            foreach (SyntaxNode body in type.Members.SelectMany(static m => m.ChildNodes()).Where(IsBody))
            {
                bodies.Add(body.ToString());
            }

            _bodiesOfPartialTypes.Add((type.Identifier.ValueText, bodies.Value));
        }

        Visit(type, hasPrimaryConstructor);
    }

    /// <summary>
    /// Whether a node is code that no model depends on. The accessors of properties are not: whether there is a backing field depends on them. Nor is code with
    /// a directive, which may reach beyond its end.
    /// </summary>
    private static bool IsBody(SyntaxNode node) =>
        !node.ContainsDirectives
        && (node is GlobalStatementSyntax || (node is BlockSyntax or ArrowExpressionClauseSyntax && node.Parent is BaseMethodDeclarationSyntax));

    private void AddToken(SyntaxToken token)
    {
        if (token.ContainsDirectives)
        {
            foreach (SyntaxTrivia trivia in token.LeadingTrivia)
            {
                if (trivia.IsKind(SyntaxKind.NullableDirectiveTrivia))
                {
                    _declarations.Add(trivia.ToString());
                }
            }
        }

        _declarations.Add(token.Text);
    }
}
