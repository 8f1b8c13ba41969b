using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace ProcGen.Analyzers.Tests.Verification;

/// <summary>
/// Types of the runtime that rules look for by name and that the runtime does not have yet. A snippet that mentions one is compiled with a stand-in; a test
/// fails as soon as the runtime has the real one.
/// </summary>
internal static class StandIns
{
    /// <summary>Declarations by metadata name. None at the moment: the runtime has all of them.</summary>
    public static ImmutableSortedDictionary<string, string> Declarations { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>A file with the stand-ins that a source mentions; empty if it mentions none.</summary>
    public static string For(string source)
    {
        string[] used = [.. Declarations.Where(declaration => Regex.IsMatch(source, $@"\b{NameOf(declaration.Key)}\b")).Select(declaration => declaration.Value)];
        return used.Length == 0 ? "" : "namespace ProcGen;\n" + string.Join("\n", used);
    }

    private static string NameOf(string metadataName) => metadataName["ProcGen.".Length..].Split('`')[0];
}
