using Microsoft.CodeAnalysis;

namespace ProcGen.CodeFixes.Declarations;

/// <summary>Finds what the places of a report mean.</summary>
internal static class Places
{
    /// <summary>The document of a place: of another project than the report's only the name of the file is known.</summary>
    public static Document? FindDocument(this Solution solution, Location place) =>
        place.SourceTree is { } tree ? solution.GetDocument(tree) : solution.GetDocument(solution.GetDocumentIdsWithFilePath(place.GetLineSpan().Path).FirstOrDefault());
}
