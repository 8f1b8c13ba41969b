using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ProcGen.Analyzers.Tests.Verification;

/// <summary>
/// Every analyzer of the assembly, and the rules that they report. A rule that is live for the method at hand and looks further in the build has two
/// descriptors under one id.
/// </summary>
internal static class AllRules
{
    // What these report would be wrong to run, but nothing of it is missing: the code is generated all the same.
    private static readonly ImmutableHashSet<string> s_errorsThatGenerate = ["PROCGEN023", "PROCGEN066"];

    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        .. typeof(ProcGenAnalyzer).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null)
            .Select(type => Activator.CreateInstance(type)).OfType<ProcGenAnalyzer>(),
    ];

    public static ImmutableArray<CodeFixProvider> Fixes { get; } =
    [
        .. typeof(CodeFixes.SyntaxFixProvider).Assembly.GetTypes()
            .Where(type => type.GetCustomAttribute<ExportCodeFixProviderAttribute>() is not null)
            .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!),
    ];

    /// <summary>All descriptors, each once: by id, and by when they are reported.</summary>
    public static ImmutableArray<DiagnosticDescriptor> Descriptors { get; } =
    [
        .. Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics)
            .DistinctBy(rule => (rule.Id, IsOfTheBuild(rule)))
            .OrderBy(rule => rule.Id, StringComparer.Ordinal),
    ];

    public static IEnumerable<string> Ids => Descriptors.Select(rule => rule.Id).Distinct();

    /// <summary>The descriptor of a rule; of two, the one that is live.</summary>
    public static DiagnosticDescriptor Find(string id) => Of(id).OrderBy(IsOfTheBuild).First();

    public static IEnumerable<DiagnosticDescriptor> Of(string id) => Descriptors.Where(rule => rule.Id == id);

    /// <summary>Whether the compilation as a whole has to be seen before it is reported, which an IDE does not wait for while its user types.</summary>
    public static bool IsOfTheBuild(DiagnosticDescriptor rule) => rule.CustomTags.Contains(WellKnownDiagnosticTags.CompilationEnd);

    /// <summary>Whether the generator leaves out what the rule reports. Then the rule is an error, because a stub is missing.</summary>
    public static bool StopsGeneration(string id) => Find(id).DefaultSeverity == DiagnosticSeverity.Error && !s_errorsThatGenerate.Contains(id);

    /// <summary>A severity as the documentation spells it.</summary>
    public static string SpellingOf(DiagnosticSeverity severity) => severity.ToString().ToLowerInvariant();
}
