namespace ProcGen.Shared.Crossing;

/// <summary>Sequences and values that are evaluated when they are asked for, so that there is nothing to copy until then.</summary>
internal static class LazyTypes
{
    private const string Sequence = "Use an array, List<T> or IReadOnlyList<T> there; a sequence crosses lazily only as a parameter or as the result of the marked method itself.";

    private static readonly Dictionary<string, string> s_advice = new(StringComparer.Ordinal)
    {
        ["System.Collections.Generic.IEnumerable`1"] = Sequence,
        ["System.Collections.Generic.IAsyncEnumerable`1"] = Sequence,
        ["System.Collections.Generic.IEnumerator`1"] = Sequence,
        ["System.Collections.Generic.IAsyncEnumerator`1"] = Sequence,
        ["System.Collections.IEnumerable"] = Sequence,
        ["System.Collections.IEnumerator"] = Sequence,
        ["System.Linq.IOrderedEnumerable`1"] = Sequence,
        ["System.Linq.IQueryable`1"] = Sequence,
        ["System.Linq.IQueryable"] = Sequence,
        ["System.Linq.IOrderedQueryable`1"] = Sequence,
        ["System.Lazy`2"] = "Send its Value and its Metadata.",
    };

    public static bool TryGetAdvice(string metadataName, out string advice)
    {
        bool found = s_advice.TryGetValue(metadataName, out string? text);
        advice = text ?? "";
        return found;
    }
}
