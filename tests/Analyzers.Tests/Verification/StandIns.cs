using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace ProcGen.Analyzers.Tests.Verification;

/// <summary>
/// Types of the runtime that rules look for by name and that the runtime does not have yet. A snippet that mentions one is compiled with a stand-in; a test
/// fails as soon as the runtime has the real one.
/// </summary>
internal static class StandIns
{
    /// <summary>Declarations by metadata name.</summary>
    public static ImmutableSortedDictionary<string, string> Declarations { get; } = new Dictionary<string, string>
    {
        ["ProcGen.JoinableProcessQueue`1"] = """
            public sealed class JoinableProcessQueue<T> : IDisposable
            {
                public void Add(T item) { }
                public T Take(CancellationToken cancellationToken = default) => default!;
                public bool TryTake(out T item, TimeSpan timeout = default) { item = default!; return false; }
                public ValueTask<T> TakeAsync(CancellationToken cancellationToken = default) => default;
                public void MarkDone() { }
                public void Join() { }
                public Task JoinAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
                public void Dispose() { }
            }
            """,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>A file with the stand-ins that a source mentions; empty if it mentions none.</summary>
    public static string For(string source)
    {
        string[] used = [.. Declarations.Where(declaration => Regex.IsMatch(source, $@"\b{NameOf(declaration.Key)}\b")).Select(declaration => declaration.Value)];
        return used.Length == 0 ? "" : "namespace ProcGen;\n" + string.Join("\n", used);
    }

    private static string NameOf(string metadataName) => metadataName["ProcGen.".Length..].Split('`')[0];
}
