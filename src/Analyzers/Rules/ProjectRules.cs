using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Rules;

/// <summary>Rules about the project as a whole.</summary>
internal static class ProjectRules
{
    private const string WorkerLineMissingId = "PROCGEN080";

    /// <summary>The application is published trimmed or with NativeAOT, and its <c>Main</c> does not begin with the worker line.</summary>
    public static readonly DiagnosticDescriptor WorkerLineMissing = new(
        WorkerLineMissingId,
        Strings.Title(WorkerLineMissingId),
        Strings.Message(WorkerLineMissingId),
        RuleCategories.Project,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        Strings.Description(WorkerLineMissingId),
        HelpLinks.For(WorkerLineMissingId));
}
