using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.Shared;

namespace ProcGen.CodeFixes.Extraction;

/// <summary>Names for extracted methods.</summary>
internal static class MethodNames
{
    /// <summary>A name in the form of methods that no member of the type or of a base class has.</summary>
    public static string Unique(string wish, INamedTypeSymbol type)
    {
        string name = char.ToUpperInvariant(wish[0]) + wish.Substring(1);
        return IsFree(name, type) ? name
            : Enumerable.Range(1, int.MaxValue).Select(number => name + (number == 1 ? "Core" : "Core" + number.ToString(System.Globalization.CultureInfo.InvariantCulture)))
                .First(candidate => IsFree(candidate, type));
    }

    /// <summary>The name of the member around a piece of code.</summary>
    public static string OfMember(SyntaxNode code) => code.Ancestors().OfType<MemberDeclarationSyntax>().First() switch
    {
        MethodDeclarationSyntax method => method.Identifier.ValueText.EndsWith("Async", StringComparison.Ordinal) && method.Identifier.ValueText.Length > 5
            ? method.Identifier.ValueText.Substring(0, method.Identifier.ValueText.Length - 5)
            : method.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        BaseFieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.ValueText.TrimStart('_'),
        _ => "Work",
    };

    private static bool IsFree(string name, INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            if (t.Name == name || !t.GetMembers(name).IsEmpty)
            {
                return false;
            }
        }

        return name != WellKnownTypes.StubClass;
    }
}
