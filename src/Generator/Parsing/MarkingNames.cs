using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Shared;

namespace ProcGen.Generator.Parsing;

/// <summary>
/// Tells from the text whether a type may have members with one of the attributes by which something is generated, so that only those are bound. An alias of an
/// attribute counts as its name. What the text cannot exclude is decided by the symbols.
/// </summary>
internal static class MarkingNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, Alias[]> s_aliases = new();
    private static readonly ConditionalWeakTable<Compilation, HashSet<string>> s_globalNames = new();

    /// <summary>Whether any member of a declaration has any attribute.</summary>
    public static bool HasAttributes(TypeDeclarationSyntax type)
    {
        foreach (MemberDeclarationSyntax member in type.Members)
        {
            foreach (SyntaxList<AttributeListSyntax> lists in AttributesOf(member))
            {
                if (lists.Count > 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Whether any member of a declaration has an attribute whose name may mean one of ours.</summary>
    public static bool MayBeMarked(TypeDeclarationSyntax type, Compilation compilation)
    {
        HashSet<string> names = NamesIn(type.SyntaxTree, compilation);
        return type.Members.SelectMany(AttributesOf).SelectMany(static lists => lists).SelectMany(static list => list.Attributes)
            .Any(attribute => names.Contains(LastPartOf(attribute.Name)));
    }

    // Operators and accessors, too: they are refused by name, and may be the first marked member of their type.
    private static IEnumerable<SyntaxList<AttributeListSyntax>> AttributesOf(MemberDeclarationSyntax member) => member switch
    {
        BaseMethodDeclarationSyntax => [member.AttributeLists],
        BasePropertyDeclarationSyntax { AccessorList: { } accessors } => accessors.Accessors.Select(static accessor => accessor.AttributeLists),
        _ => [],
    };

    /// <summary>Whether a declaration has an attribute itself whose name may mean one of ours.</summary>
    public static bool MayBeManaged(InterfaceDeclarationSyntax type, Compilation compilation)
    {
        HashSet<string> names = NamesIn(type.SyntaxTree, compilation);
        return type.AttributeLists.SelectMany(static list => list.Attributes).Any(attribute => names.Contains(LastPartOf(attribute.Name)));
    }

    private static HashSet<string> NamesIn(SyntaxTree tree, Compilation compilation)
    {
        HashSet<string> names = s_globalNames.GetValue(compilation, static c =>
        {
            var all = new HashSet<string>(StringComparer.Ordinal);
            Add(all, WellKnownTypes.RunInProcessAttribute);
            Add(all, WellKnownTypes.WorkerStateAttribute);
            Add(all, WellKnownTypes.WorkerStartupAttribute);
            Add(all, WellKnownTypes.ManagedObjectAttribute);
            AddAliases(all, [.. c.SyntaxTrees.SelectMany(AliasesOf).Where(static alias => alias.IsGlobal)]);
            return all;
        });
        Alias[] own = AliasesOf(tree);
        if (own.Length == 0)
        {
            return names;
        }

        names = new HashSet<string>(names, StringComparer.Ordinal);
        AddAliases(names, own);
        return names;
    }

    // An alias may be one of an alias.
    private static void AddAliases(HashSet<string> names, Alias[] aliases)
    {
        int before;
        do
        {
            before = names.Count;
            foreach (Alias alias in aliases)
            {
                if (names.Contains(alias.Target))
                {
                    Add(names, alias.Name);
                }
            }
        }
        while (names.Count > before);
    }

    /// <summary>Adds the last part of a name, and the form that stands in an attribute.</summary>
    private static void Add(HashSet<string> names, string name)
    {
        const string Suffix = "Attribute";
        name = name.Substring(name.LastIndexOf('.') + 1);
        names.Add(name);
        if (name.EndsWith(Suffix, StringComparison.Ordinal))
        {
            names.Add(name.Substring(0, name.Length - Suffix.Length));
        }
    }

    private static Alias[] AliasesOf(SyntaxTree tree) => s_aliases.GetValue(tree, static t =>
    [
        .. t.GetRoot().DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<UsingDirectiveSyntax>()
            .Where(static directive => directive.Alias is not null)
            .Select(static directive => new Alias(directive.Alias!.Name.Identifier.ValueText, LastPartOf(directive.NamespaceOrType), directive.GlobalKeyword.Span.Length > 0)),
    ]);

    private static string LastPartOf(TypeSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };

    private sealed record Alias(string Name, string Target, bool IsGlobal);
}
