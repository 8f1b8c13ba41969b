using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ProcGen.Analyzers.Bodies.Arguments;

/// <summary>What happens to the object behind a parameter at one place of a body.</summary>
internal enum ArgumentEffect
{
    /// <summary>Something in it is changed.</summary>
    Change,

    /// <summary>Something is read from it, and what is read goes further than back into it.</summary>
    Observe,

    /// <summary>It gets to where it may be looked at any time: it is returned, stored, captured or passed to something unknown.</summary>
    Escape,

    /// <summary>It is passed to a method in source, or is the receiver of its call: what that does with it counts.</summary>
    Pass,
}

/// <param name="Parameter">The ordinal of the parameter; -1 for the receiver.</param>
/// <param name="Effect">What happens.</param>
/// <param name="Location">Where.</param>
internal sealed record ArgumentEvent(int Parameter, ArgumentEffect Effect, Location Location)
{
    public const int Receiver = -1;

    /// <summary>The loops around it: in one that holds two events, either may come after the other.</summary>
    public ImmutableArray<TextSpan> Loops { get; init; } = [];

    /// <summary>Whether it stands in a lambda or a local function, which may run any time.</summary>
    public bool IsAnyTime { get; init; }

    public IMethodSymbol? PassedTo { get; init; }

    public int PassedAs { get; init; }

    /// <summary>Whether this may happen after another event of the same body.</summary>
    public bool MayFollow(ArgumentEvent other) =>
        Effect == ArgumentEffect.Escape || IsAnyTime || other.IsAnyTime
        || Location.SourceSpan.End > other.Location.SourceSpan.End
        || (Location.SourceSpan.End == other.Location.SourceSpan.End && Location.SourceSpan.Start < other.Location.SourceSpan.Start)
        || Loops.Any(loop => other.Loops.Contains(loop));
}
