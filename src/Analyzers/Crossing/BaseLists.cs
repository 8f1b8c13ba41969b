using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.Analyzers.Crossing;

/// <summary>
/// The types of a file that have a base list, by the names in it. It is kept with the file's tree, so after an edit only one file is looked at again; symbols are asked
/// for only where a name fits.
/// </summary>
internal static class BaseLists
{
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<ImmutableArray<BaseListEntry>>> s_trees = new();

    public static ImmutableArray<BaseListEntry> Of(SyntaxTree tree, CancellationToken cancellationToken) =>
        s_trees.GetValue(tree, t => new StrongBox<ImmutableArray<BaseListEntry>>([.. Read(t.GetRoot(cancellationToken))])).Value;

    private static IEnumerable<BaseListEntry> Read(SyntaxNode root)
    {
        var aliases = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (SyntaxNode node in root.DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax))
        {
            if (node is UsingDirectiveSyntax { Alias.Name.Identifier.ValueText: var alias, NamespaceOrType: var target } && NameOf(target) is { } name)
            {
                aliases[alias] = name;
            }
            else if (node is TypeDeclarationSyntax { BaseList: { } bases } type)
            {
                string metadataName = MetadataNameOf(type);
                foreach (BaseTypeSyntax entry in bases.Types)
                {
                    if (NameOf(entry.Type) is { } written)
                    {
                        yield return new BaseListEntry(aliases.TryGetValue(written, out string? meant) ? meant : written, metadataName);
                    }
                }
            }
        }
    }

    private static string? NameOf(TypeSyntax type) => type switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        _ => null,
    };

    private static string MetadataNameOf(TypeDeclarationSyntax type)
    {
        string name = type.Identifier.ValueText;
        if (type.TypeParameterList is { Parameters.Count: var arity })
        {
            name += "`" + arity.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (type.Parent is TypeDeclarationSyntax outer)
        {
            return MetadataNameOf(outer) + "+" + name;
        }

        for (SyntaxNode? node = type.Parent; node is not null; node = node.Parent)
        {
            if (node is BaseNamespaceDeclarationSyntax space)
            {
                name = space.Name.ToString() + "." + name;
            }
        }

        return name;
    }
}

/// <summary>A type and one name in its base list.</summary>
/// <param name="BaseName">The last part of the name, without type arguments.</param>
/// <param name="MetadataName">The full name of the type.</param>
internal readonly record struct BaseListEntry(string BaseName, string MetadataName);
