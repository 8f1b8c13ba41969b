using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Crossing;

/// <summary>Why a type cannot cross a process boundary.</summary>
/// <param name="RuleId">One of <see cref="CrossingRules"/>.</param>
/// <param name="Path">The way from the type to the culprit: <c>Job.Options.OnDone</c>; the type's own name if it is the culprit itself.</param>
/// <param name="Member">The innermost member on the path that is written in source, for the place of the report; null if there is none.</param>
/// <param name="Type">The type that cannot cross; the type of the member where the path ends at one that is lost.</param>
/// <param name="Reason">Why, as a clause that follows the path: "it is a delegate".</param>
/// <param name="Advice">What to do instead, as a sentence.</param>
internal sealed record CrossingFailure(string RuleId, string Path, ISymbol? Member, ITypeSymbol Type, string Reason, string Advice)
{
    /// <summary>Whether the path ends at a member that is lost, and not at what holds something of a type that cannot cross.</summary>
    public bool EndsAtMember { get; init; }

    /// <summary>Whether what the path names only contains the type that cannot cross, as its items or type arguments.</summary>
    public bool IsContained { get; init; }
}
