using MemoryPack;
using ProcGen;

namespace Consumer.Library;

/// <summary>Has MemoryPack's own generator at work in the consumer's build: it comes with the package.</summary>
[MemoryPackable]
public sealed partial record WordCount(string Word, int Count);

/// <summary>A type without any attribute.</summary>
public sealed record Text(string Title, IReadOnlyList<string> Lines);

public static partial class Words
{
    [RunInProcess]
    public static WordCount[] Count(Text text) =>
    [
        .. text.Lines.SelectMany(line => line.Split(' ')).GroupBy(word => word).Select(group => new WordCount(group.Key, group.Count())).OrderBy(count => count.Word, StringComparer.Ordinal),
    ];
}
