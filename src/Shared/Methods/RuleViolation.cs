using Microsoft.CodeAnalysis;

namespace ProcGen.Shared.Methods;

/// <summary>Why something marked is not generated.</summary>
/// <param name="RuleId">One of <see cref="RuleIds"/>.</param>
/// <param name="Symbol">What to point at: the method, a parameter, or a containing type.</param>
/// <param name="Reason">The cause as a clause, without a full stop: "parameter 'x' is passed by reference".</param>
internal sealed record RuleViolation(string RuleId, ISymbol Symbol, string Reason);
