namespace ProcGen.Shared.Crossing;

/// <summary>Sequences and values that are evaluated when they are asked for, so that there is nothing to copy until then.</summary>
internal static class LazyTypes
{
    private const string Sequence = "Use an array, List<T> or IReadOnlyList<T> there; a sequence crosses lazily only as a parameter or as the result of the marked method itself.";

    private const string Untyped = "Use IEnumerable<T> as the type of a parameter or of the result, which streams, and an array or List<T> anywhere else.";
    private const string Query = "Evaluate it: use an array, List<T> or IReadOnlyList<T>, or IEnumerable<T> as the type of a parameter or of the result, which streams.";
    private const string Cursor = "Use the sequence that it runs over: IEnumerable<T> or IAsyncEnumerable<T> as the type of a parameter or of the result, which streams, and an array or List<T> anywhere else.";

    private static readonly Dictionary<string, string> s_advice = new(StringComparer.Ordinal)
    {
        ["System.Collections.Generic.IEnumerable`1"] = Sequence,
        ["System.Collections.Generic.IAsyncEnumerable`1"] = Sequence,
        ["System.Collections.Generic.IEnumerator`1"] = Cursor,
        ["System.Collections.Generic.IAsyncEnumerator`1"] = Cursor,
        ["System.Collections.IEnumerable"] = Untyped,
        ["System.Collections.IEnumerator"] = Cursor,
        ["System.Linq.IOrderedEnumerable`1"] = Query,
        ["System.Linq.IQueryable`1"] = Query,
        ["System.Linq.IQueryable"] = Query,
        ["System.Linq.IOrderedQueryable`1"] = Query,
        ["System.Lazy`2"] = "Send its Value and its Metadata.",
    };

    public static bool TryGetAdvice(string metadataName, out string advice)
    {
        bool found = s_advice.TryGetValue(metadataName, out string? text);
        advice = text ?? "";
        return found;
    }
}
