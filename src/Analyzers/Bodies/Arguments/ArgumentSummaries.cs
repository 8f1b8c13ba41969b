using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Bodies.Calls;
using ProcGen.Analyzers.Bodies.Facts;

namespace ProcGen.Analyzers.Bodies.Arguments;

/// <summary>A change of an object, and the calls from where its owner was passed on to where it happens.</summary>
internal sealed record ArgumentChange(ArgumentEvent Event, ImmutableArray<CallSite> Calls, Location Location)
{
    public CallChain? Chain => Calls.Aggregate((CallChain?)null, (chain, site) => new CallChain(chain, site));
}

/// <summary>What a method does with the object that is passed to it, the methods that it passes it on to included.</summary>
/// <param name="Change">Where it changes it, if it does.</param>
/// <param name="IsObserved">Whether something of it gets out of the method.</param>
/// <param name="Escapes">Whether it may be looked at any time later.</param>
internal readonly record struct ArgumentSummary(ArgumentChange? Change, bool IsObserved, bool Escapes);

/// <summary>Computes and keeps the summaries of methods, from the events of their bodies.</summary>
internal sealed class ArgumentSummaries(BodyIndex index)
{
    private readonly Dictionary<IMethodSymbol, Dictionary<int, ArgumentSummary>> _summaries = new(SymbolEqualityComparer.Default);

    public ArgumentSummary Of(IMethodSymbol method, int parameter)
    {
        if (!_summaries.TryGetValue(method, out Dictionary<int, ArgumentSummary>? known))
        {
            _summaries.Add(method, known = []);
        }

        if (!known.TryGetValue(parameter, out ArgumentSummary summary))
        {
            // A method that comes back to itself does not do more for that.
            known.Add(parameter, default);
            known[parameter] = summary = index.Find(method) is { } body ? Summarize(body, parameter) : new(null, true, true);
        }

        return summary;
    }

    /// <summary>The events of one parameter, with what became of it where it was passed on. Without summaries it is lost sight of there.</summary>
    public static IEnumerable<(ArgumentEvent Event, ArgumentChange? Change)> Resolve(BodyFacts body, int parameter, ArgumentSummaries? summaries)
    {
        foreach (ArgumentEvent found in body.Arguments.Where(e => e.Parameter == parameter))
        {
            if (found.Effect != ArgumentEffect.Pass)
            {
                yield return (found, found.Effect == ArgumentEffect.Change ? new(found, [], found.Location) : null);
                continue;
            }

            ArgumentSummary passed = summaries?.Of(found.PassedTo!, found.PassedAs) ?? new(null, true, true);
            if (passed.Escapes || (passed.Change is not null && passed.IsObserved))
            {
                yield return (found with { Effect = ArgumentEffect.Escape }, null);
            }
            else if (passed.IsObserved)
            {
                yield return (found with { Effect = ArgumentEffect.Observe }, null);
            }
            else if (passed.Change is { } change)
            {
                var site = new CallSite(found.PassedTo!, found.Location, IsGuarded: false);
                yield return (found with { Effect = ArgumentEffect.Change }, new(found, change.Calls.Insert(0, site), change.Location));
            }
        }
    }

    private ArgumentSummary Summarize(BodyFacts body, int parameter)
    {
        (ArgumentEvent Event, ArgumentChange? Change)[] events = [.. Resolve(body, parameter, this)];
        return new(
            events.Select(e => e.Change).FirstOrDefault(change => change is not null),
            events.Any(e => e.Event.Effect == ArgumentEffect.Observe),
            events.Any(e => e.Event.Effect == ArgumentEffect.Escape));
    }
}
