using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Rules;

/// <summary>Rules about what crosses where a call is written, besides what its signature says.</summary>
internal static class CallSiteRules
{
    private const string CapturedVariableId = "PROCGEN023";
    private const string NestedGeneratorId = "PROCGEN025";

    /// <summary>A captured variable cannot cross.</summary>
    public static readonly DiagnosticDescriptor CapturedVariable = new(
        CapturedVariableId,
        Strings.Title(CapturedVariableId),
        Strings.Message(CapturedVariableId),
        RuleCategories.Crossing,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(CapturedVariableId),
        HelpLinks.For(CapturedVariableId));

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
