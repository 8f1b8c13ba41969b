using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Bodies.Arguments;

namespace ProcGen.Analyzers.Bodies.Facts;

/// <summary>
/// What the rules want to know of one body, with the local functions and lambdas in it: found once, when the compiler shows the body, and kept as long as the
/// compilation is analyzed.
/// </summary>
/// <param name="Owner">The method, or the field or property that an initializer is of.</param>
internal sealed record BodyFacts(ISymbol Owner)
{
    /// <summary>Written by a tool: what it does counts, but nobody could mend it, so it is neither reported nor followed.</summary>
    public bool IsGenerated { get; init; }

    /// <summary>The constructor that a constructor calls explicitly, of its own type or of the base.</summary>
    public IMethodSymbol? ConstructorInitializer { get; init; }

    /// <summary>Whether this initializer gives its ThreadLocal a function by which each thread makes its value.</summary>
    public bool MakesThreadValue { get; init; }

    /// <summary>Calls of methods in source of which is known which code they run, in the order of the text.</summary>
    public ImmutableArray<CallSite> Calls { get; init; } = [];

    public ImmutableArray<StaticUse> StaticUses { get; init; } = [];

    /// <summary>What happens to the objects that the body has from its caller.</summary>
    public ImmutableArray<ArgumentEvent> Arguments { get; init; } = [];

    public ImmutableArray<LockUse> Locks { get; init; } = [];

    public ImmutableArray<ProcessWideUse> ProcessWideUses { get; init; } = [];

    public ImmutableArray<ThrowSite> Throws { get; init; } = [];
}

/// <summary>A call of a method in source.</summary>
/// <param name="Target">The definition of what is called.</param>
/// <param name="Location">The call.</param>
/// <param name="IsGuarded">Whether an exception may be caught around it.</param>
internal sealed record CallSite(IMethodSymbol Target, Location Location, bool IsGuarded);

/// <summary>A use of static state that is declared in source.</summary>
/// <param name="State">The field, automatic property or event.</param>
/// <param name="Access">What is done with it.</param>
/// <param name="Location">Where.</param>
/// <param name="PassedTo">The method in source that it is passed to, or called on; whatever that does happens to it.</param>
/// <param name="PassedAs">The ordinal of the parameter; -1 for the receiver.</param>
internal sealed record StaticUse(ISymbol State, Access Access, Location Location, IMethodSymbol? PassedTo = null, int PassedAs = 0);

/// <summary>The use of something that excludes the other threads of this process, and that all of them share because it is static.</summary>
/// <param name="Lock">The field or property; the type, if that is what is locked.</param>
/// <param name="Kind">What it is, as a person reads it.</param>
/// <param name="Location">The lock's expression, or the call that enters it.</param>
/// <param name="Span">What runs under it, as far as that can be told.</param>
/// <param name="IsForInitialization">Whether all that runs under it is to give static variables their values once.</param>
/// <param name="ReachesOutside">Whether something outside the process is touched under it, such as a file.</param>
/// <param name="TouchesConsole">Whether it writes to the console, of which each process has its own.</param>
internal sealed record LockUse(ISymbol Lock, string Kind, Location Location, Location Span, bool IsForInitialization, bool ReachesOutside, bool TouchesConsole);

/// <summary>The use of a member that concerns the process as a whole.</summary>
/// <param name="Member">The member, as a person reads it.</param>
/// <param name="Consequence">What it means in a worker, as a clause.</param>
/// <param name="Location">Where.</param>
internal sealed record ProcessWideUse(string Member, string Consequence, Location Location);

/// <summary>An exception that leaves the body here.</summary>
/// <param name="Type">Its static type.</param>
/// <param name="Constructor">The constructor that makes it on the spot, when nothing else has set any of its state; null if something may have.</param>
/// <param name="Location">The throw.</param>
internal sealed record ThrowSite(INamedTypeSymbol Type, IMethodSymbol? Constructor, Location Location);
