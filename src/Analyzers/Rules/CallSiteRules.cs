using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Rules;

/// <summary>Rules about what crosses where a call is written, besides what its signature says.</summary>
internal static class CallSiteRules
{
    private const string NestedGeneratorId = "PROCGEN025";

    /// <summary>An argument holds a sequence that is evaluated lazily.</summary>
    public static readonly DiagnosticDescriptor NestedGenerator = new(
        NestedGeneratorId,
        Strings.Title(NestedGeneratorId),
        Strings.Message(NestedGeneratorId),
        RuleCategories.Crossing,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        Strings.Description(NestedGeneratorId),
        HelpLinks.For(NestedGeneratorId));
}
