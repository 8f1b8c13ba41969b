using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Rules;

/// <summary>Rules about how calls, pools and shared objects are used.</summary>
internal static class UseRules
{
    private const string UnlaunchedCallId = "PROCGEN040";

    /// <summary>A call, stream or map is made and dropped.</summary>
    public static readonly DiagnosticDescriptor UnlaunchedCall = new(
        UnlaunchedCallId,
        Strings.Title(UnlaunchedCallId),
        Strings.Message(UnlaunchedCallId),
        RuleCategories.Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        Strings.Description(UnlaunchedCallId),
        HelpLinks.For(UnlaunchedCallId));
}
