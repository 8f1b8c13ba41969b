using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProcGen.CodeFixes.Declarations;
using ProcGen.Shared;

namespace ProcGen.CodeFixes.Extraction;

/// <summary>Writes <c>[RunInProcess]</c>.</summary>
internal static class Marking
{
    /// <summary>The attribute as it is written at a place.</summary>
    public static string NameAt(SemanticModel model, int position, KnownSymbols known) => AttributeLists.NameAt(model, position, known.RunInProcessAttribute);

    /// <summary>The attributes of a function that becomes a method, the mark among them.</summary>
    public static IEnumerable<string> ListsOf(IEnumerable<AttributeListSyntax> lists, IMethodSymbol function, SemanticModel model, int position, KnownSymbols known)
    {
        IEnumerable<string> own = lists.Select(static list => list.WithoutTrivia().ToString());
        return function.HasAttribute(known.RunInProcessAttribute) ? own : own.Prepend($"[{NameAt(model, position, known)}]");
    }
}
