using System.Runtime.CompilerServices;
using ProcGen.Pools;

namespace ProcGen;

public sealed partial class ProcessPool
{
    /// <summary>Maps in workers and combines the results in this process, one after the other, in the order of the items.</summary>
    /// <typeparam name="TSource">The type of an item.</typeparam>
    /// <typeparam name="TResult">The type of a result.</typeparam>
    /// <typeparam name="TAccumulate">The type of what is combined.</typeparam>
    /// <param name="source">The items, pulled as calls end.</param>
    /// <param name="call">Makes the call for an item.</param>
    /// <param name="seed">The value to begin with, and the result where there are no items.</param>
    /// <param name="combine">Adds a result to what was combined before.</param>
    /// <param name="options">How the map goes.</param>
    /// <param name="cancellationToken">Cancels the calls under way and those to come.</param>
    /// <remarks>Only the results of one window are held at any time. The first error ends it.</remarks>
    [OverloadResolutionPriority(1)]
    public Task<TAccumulate> AggregateAsync<TSource, TResult, TAccumulate>(
        IAsyncEnumerable<TSource> source,
        Func<TSource, ProcessCall<TResult>> call,
        TAccumulate seed,
        Func<TAccumulate, TResult, TAccumulate> combine,
        MapOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(combine);
        return Aggregation.FoldAsync(MapAsync(source, call, options, cancellationToken), seed, combine);
    }

    /// <inheritdoc cref="AggregateAsync{TSource, TResult, TAccumulate}(IAsyncEnumerable{TSource}, Func{TSource, ProcessCall{TResult}}, TAccumulate, Func{TAccumulate, TResult, TAccumulate}, MapOptions, CancellationToken)"/>
    public Task<TAccumulate> AggregateAsync<TSource, TResult, TAccumulate>(
        IEnumerable<TSource> source,
        Func<TSource, ProcessCall<TResult>> call,
        TAccumulate seed,
        Func<TAccumulate, TResult, TAccumulate> combine,
        MapOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(combine);
        return Aggregation.FoldAsync(MapAsync(source, call, options, cancellationToken), seed, combine);
    }

    /// <summary>Maps in workers and combines the results in workers, too: neighbours in pairs, the pairs in pairs, and so on.</summary>
    /// <typeparam name="TSource">The type of an item.</typeparam>
    /// <typeparam name="TResult">The type of a result.</typeparam>
    /// <param name="source">The items, pulled as calls end.</param>
    /// <param name="call">Makes the call for an item.</param>
    /// <param name="combine">Makes the call that combines two results, of which the first stands before the second. It has to be associative; it need not be commutative.</param>
    /// <param name="options">How the map goes, and the calls that combine.</param>
    /// <param name="cancellationToken">Cancels the calls under way and those to come.</param>
    /// <exception cref="InvalidOperationException">There are no items.</exception>
    /// <remarks>At most one combined result for each level of the tree waits at any time, and two calls for each worker are under way. The first error ends it.</remarks>
    [OverloadResolutionPriority(1)]
    public Task<TResult> AggregateAsync<TSource, TResult>(
        IAsyncEnumerable<TSource> source,
        Func<TSource, ProcessCall<TResult>> call,
        Func<TResult, TResult, ProcessCall<TResult>> combine,
        MapOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(combine);
        return Aggregation.CombineAsync(this, token => MapAsync(source, call, options, token), combine, options?.Call, cancellationToken);
    }

    /// <inheritdoc cref="AggregateAsync{TSource, TResult}(IAsyncEnumerable{TSource}, Func{TSource, ProcessCall{TResult}}, Func{TResult, TResult, ProcessCall{TResult}}, MapOptions, CancellationToken)"/>
    public Task<TResult> AggregateAsync<TSource, TResult>(
        IEnumerable<TSource> source,
        Func<TSource, ProcessCall<TResult>> call,
        Func<TResult, TResult, ProcessCall<TResult>> combine,
        MapOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(combine);
        return Aggregation.CombineAsync(this, token => MapAsync(source, call, options, token), combine, options?.Call, cancellationToken);
    }
}
