using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Crossing;

/// <summary>Finds the culprit in a graph of types, and the way to it.</summary>
internal static class CrossingFailures
{
    public static CrossingFailure? Find(CrossingType root) => new Search().Visit(root, root.Type.Short(), null, isContained: false);

    private sealed class Search
    {
        private readonly HashSet<CrossingType> _visited = [];

        public CrossingFailure? Visit(CrossingType type, string path, ISymbol? member, bool isContained)
        {
            if (!_visited.Add(type))
            {
                return null;
            }

            if (type.Failure is { } failure)
            {
                // A failure may itself begin with a member that could not even be classified.
                return failure with
                {
                    Path = failure.Path.Length == 0 ? path : path + "." + failure.Path,
                    Member = failure.Member is { } own && IsInSource(own) ? own : member,
                    IsContained = isContained && failure.Path.Length == 0,
                };
            }

            foreach (CrossingType element in type.Elements)
            {
                if (Visit(element, path, member, isContained: true) is { } found)
                {
                    return found;
                }
            }

            foreach (CrossingMember m in type.Members)
            {
                if (Visit(m.Type, path + "." + m.Name, IsInSource(m.Symbol) ? m.Symbol : member, isContained: false) is { } found)
                {
                    // An item of a tuple is not declared anywhere, but the path still ends there.
                    return found.Member is null && m.Symbol is ITypeSymbol ? found with { EndsAtMember = true } : found;
                }
            }

            foreach (CrossingType known in type.Cases)
            {
                if (Visit(known, known.Type.Short(), member, isContained: false) is { } found)
                {
                    return found;
                }
            }

            return null;
        }

        // A tuple stands in source wherever its type is written, which is not where its items are declared.
        private static bool IsInSource(ISymbol symbol) => symbol is not ITypeSymbol && symbol.Locations.Any(l => l.IsInSource);
    }
}
