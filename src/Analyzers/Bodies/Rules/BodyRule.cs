using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Bodies.Calls;
using ProcGen.Analyzers.Bodies.Facts;

namespace ProcGen.Analyzers.Bodies.Rules;

/// <summary>
/// One rule about what a marked method does. A report is made as soon as it is certain: from the body alone, from the type, whose private members only it can use, or
/// from the whole compilation.
/// </summary>
internal abstract class BodyRule(DiagnosticDescriptor live, DiagnosticDescriptor build)
{
    public DiagnosticDescriptor Live => live;

    public DiagnosticDescriptor Build => build;

    /// <summary>What the marked method's own body shows.</summary>
    public virtual IEnumerable<Finding> InBody(BodyFacts root, BodyIndex index) => [];

    /// <summary>What all bodies of the type show in addition.</summary>
    public virtual IEnumerable<Finding> InType(BodyFacts root, TypeScope scope) => [];

    /// <summary>All findings, those of the other two included.</summary>
    public abstract IEnumerable<Finding> InBuild(BodyFacts root, BuildScope scope);
}

/// <summary>Something to report, not yet worded: while the user types it is shown where it is, in the build with the way that leads there.</summary>
/// <param name="Location">Where it is.</param>
/// <param name="Chain">How the marked method gets there; null if it is in its own body.</param>
/// <param name="End">What is there, as the last link of the chain.</param>
/// <param name="Arguments">What the message names after the marked method; in the build the chain follows.</param>
/// <param name="Also">Other places that belong to it.</param>
internal sealed record Finding(Location Location, CallChain? Chain, string End, ImmutableArray<object> Arguments, ImmutableArray<Location> Also)
{
    public Diagnostic Live(DiagnosticDescriptor rule, ISymbol root) => Diagnostic.Create(rule, Location, Also, [Names.Of(root), .. Arguments]);

    public Diagnostic InBuild(DiagnosticDescriptor rule, ISymbol root) =>
        Diagnostic.Create(
            rule,
            Chain?.First.Location ?? Location,
            Chain is null ? Also : Also.Insert(0, Location),
            [Names.Of(root), .. Arguments, CallChain.Describe(root, Chain, End, Location)]);
}
