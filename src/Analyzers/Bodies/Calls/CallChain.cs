using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ProcGen.Analyzers.Bodies.Facts;

namespace ProcGen.Analyzers.Bodies.Calls;

/// <summary>How a body is reached from a marked method: the last call, and the way to it.</summary>
/// <param name="Previous">The call before it; null if this one stands in the marked method itself.</param>
/// <param name="Site">The call.</param>
internal sealed record CallChain(CallChain? Previous, CallSite Site)
{
    /// <summary>The call in the marked method with which it begins.</summary>
    public CallSite First => Previous?.First ?? Site;

    /// <summary>The way as a person reads it: <c>Primes.Count → Table.Find → Table.s_cache (Table.cs:14)</c>.</summary>
    public static string Describe(ISymbol root, CallChain? calls, string end, Location place)
    {
        var names = new List<string> { end };
        for (CallChain? chain = calls; chain is not null; chain = chain.Previous)
        {
            names.Add(Names.Of(chain.Site.Target));
        }

        names.Add(Names.Of(root));
        names.Reverse();
        return $"{string.Join(" → ", names)} ({Names.PlaceOf(place)})";
    }
}

/// <summary>A body that a marked method reaches, by the shortest way.</summary>
/// <param name="Body">What it does.</param>
/// <param name="Chain">The calls that lead there; null for the marked method itself.</param>
/// <param name="LetsExceptionsThrough">Whether there is a way on which nothing may catch what it throws.</param>
internal sealed record Reached(BodyFacts Body, CallChain? Chain, bool LetsExceptionsThrough);

/// <summary>Follows calls through the bodies of the index.</summary>
internal static class CallGraph
{
    /// <summary>
    /// All that runs when a body does, itself first, then by the number of calls. Other marked methods are left out because they have reports of their own, and so is
    /// what sets a worker up.
    /// </summary>
    public static ImmutableArray<Reached> From(BodyFacts root, BodyIndex index)
    {
        var unguarded = new HashSet<ISymbol>(Walk(root, index, static site => !site.IsGuarded).Select(reached => reached.Body.Owner), SymbolEqualityComparer.Default);
        return [.. Walk(root, index, static _ => true).Select(reached => reached with { LetsExceptionsThrough = unguarded.Contains(reached.Body.Owner) })];
    }

    /// <summary>All that runs when a method is called.</summary>
    public static IEnumerable<BodyFacts> RunBy(IMethodSymbol method, BodyIndex index) =>
        BodiesRunBy(method, index).Where(body => IsFollowed(body, index)).SelectMany(body => From(body, index)).Select(reached => reached.Body);

    private static IEnumerable<Reached> Walk(BodyFacts root, BodyIndex index, Func<CallSite, bool> follows)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { root.Owner };
        var queue = new Queue<Reached>();
        queue.Enqueue(new(root, null, false));
        while (queue.Count != 0)
        {
            Reached current = queue.Dequeue();
            yield return current;
            foreach (CallSite site in current.Body.Calls.Where(follows))
            {
                foreach (BodyFacts next in BodiesRunBy(site.Target, index))
                {
                    if (IsFollowed(next, index) && seen.Add(next.Owner))
                    {
                        queue.Enqueue(new(next, new(current.Chain, site), false));
                    }
                }
            }
        }
    }

    private static bool IsFollowed(BodyFacts body, BodyIndex index) => !body.IsGenerated && !index.IsRoot(body.Owner) && !index.IsStartup(body.Owner);

    /// <summary>The body of a method; of a constructor, all that runs with it.</summary>
    private static IEnumerable<BodyFacts> BodiesRunBy(IMethodSymbol method, BodyIndex index)
    {
        for (IMethodSymbol? next = method; next is not null;)
        {
            BodyFacts? body = index.Find(next);
            if (body is not null)
            {
                yield return body;
            }

            if (next.MethodKind != MethodKind.Constructor || SymbolEqualityComparer.Default.Equals(body?.ConstructorInitializer?.ContainingType, next.ContainingType))
            {
                yield break;
            }

            foreach (BodyFacts initializer in index.InitializersOf(next.ContainingType))
            {
                yield return initializer;
            }

            // An explicit call of the base's constructor is a call like any other.
            next = body?.ConstructorInitializer is not null || !SymbolEqualityComparer.Default.Equals(next.ContainingType.BaseType?.ContainingAssembly, index.Assembly)
                ? null
                : next.ContainingType.BaseType?.InstanceConstructors.FirstOrDefault(constructor => constructor.Parameters.Length == 0)?.Definition();
        }
    }
}
