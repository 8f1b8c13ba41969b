using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Crossing;

/// <summary>Places in source, as messages name them.</summary>
internal static class SourcePlaces
{
    /// <summary>Where a symbol is declared, or null if that is not in source.</summary>
    public static Location? FindSource(this ISymbol? symbol) => symbol?.Locations.FirstOrDefault(location => location.IsInSource);

    /// <summary>
    /// The place for a report in a compilation. A place in source of another project, which an IDE knows, is named by its file: of a foreign tree the driver makes an error.
    /// </summary>
    public static Location For(this Location place, Compilation compilation) =>
        place.SourceTree is { } tree && !compilation.ContainsSyntaxTree(tree) ? Location.Create(tree.FilePath, place.SourceSpan, place.GetLineSpan().Span) : place;

    /// <summary>File and line in brackets, after a space; nothing without a place.</summary>
    public static string Describe(this Location? place)
    {
        if (place is null)
        {
            return "";
        }

        FileLinePositionSpan span = place.GetLineSpan();
        return $" ({Path.GetFileName(span.Path)}:{span.StartLinePosition.Line + 1})";
    }
}
