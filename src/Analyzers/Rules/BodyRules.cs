using Microsoft.CodeAnalysis;

namespace ProcGen.Analyzers.Rules;

/// <summary>Rules about what happens inside a marked method, and about the contract on its attribute.</summary>
internal static class BodyRules
{
    private const string TimeoutWithoutTokenId = "PROCGEN065";
    private const string RetriesWithoutIdempotentId = "PROCGEN066";

    /// <summary>The method has a timeout and no token by which it could hear of it.</summary>
    public static readonly DiagnosticDescriptor TimeoutWithoutToken = new(
        TimeoutWithoutTokenId,
        Strings.Title(TimeoutWithoutTokenId),
        Strings.Message(TimeoutWithoutTokenId),
        RuleCategories.Body,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        Strings.Description(TimeoutWithoutTokenId),
        HelpLinks.For(TimeoutWithoutTokenId));

    /// <summary>Calls are to be run again, and nothing says that they may.</summary>
    public static readonly DiagnosticDescriptor RetriesWithoutIdempotent = new(
        RetriesWithoutIdempotentId,
        Strings.Title(RetriesWithoutIdempotentId),
        Strings.Message(RetriesWithoutIdempotentId),
        RuleCategories.Body,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        Strings.Description(RetriesWithoutIdempotentId),
        HelpLinks.For(RetriesWithoutIdempotentId));
}
