using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProcGen.CodeFixes.Declarations;

/// <summary>Finds what the places of a report mean.</summary>
internal static class Places
{
    /// <summary>The document of a place: of another project than the report's only the name of the file is known.</summary>
    public static Document? FindDocument(this Solution solution, Location place) =>
        place.SourceTree is { } tree ? solution.GetDocument(tree) : solution.GetDocument(solution.GetDocumentIdsWithFilePath(place.GetLineSpan().Path).FirstOrDefault());

    /// <summary>
    /// The declaration of a member that attributes can be put on: not one of several fields, and not a captured parameter, whose field has no declaration of its own.
    /// </summary>
    public static SyntaxNode? FindMember(SyntaxNode node) => node switch
    {
        VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: BaseFieldDeclarationSyntax field } } => field,
        PropertyDeclarationSyntax property => property,
        ParameterSyntax { Parent.Parent: RecordDeclarationSyntax } parameter => parameter,
        _ => null,
    };
}
