using System.Runtime.CompilerServices;

namespace ProcGen;

/// <summary>Stages of a pipeline, each in the workers of a pool.</summary>
public static class PoolStageExtensions
{
    /// <summary>
    /// Runs a call for every item, in the workers of a pool, and gives the results in the order of the items: one stage of a pipeline, as in
    /// <c>source.InPool(parsers, Parse).InPool(scorers, Score)</c>.
    /// </summary>
    /// <typeparam name="TSource">The type of an item.</typeparam>
    /// <typeparam name="TResult">The type of a result.</typeparam>
    /// <param name="source">The items: a sequence, or the stage before.</param>
    /// <param name="pool">Where the calls run. Stages may share a pool.</param>
    /// <param name="stage">Makes the call for an item; a stub fits as it is.</param>
    /// <param name="options">How the stage goes: <see cref="MapOptions.BufferSize"/> bounds how far it is ahead of the next one.</param>
    /// <param name="cancellationToken">Cancels this stage and so those after it. Leaving the enumeration ends all stages, too.</param>
    /// <returns>The results. Each enumeration runs the stages once more.</returns>
    /// <remarks>
    /// Items are pulled: a stage takes from the one before only what its own window has room for, so that a slow stage, or a slow consumer, holds back all before it, and the source. The
    /// stages work at the same time, each as far ahead of the next as its window allows. An error of any stage arrives in the place of its item, and ends all of them.
    /// </remarks>
    [OverloadResolutionPriority(1)]
    public static IAsyncEnumerable<TResult> InPool<TSource, TResult>(
        this IAsyncEnumerable<TSource> source, ProcessPool pool, Func<TSource, ProcessCall<TResult>> stage, MapOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pool);
        return pool.MapAsync(source, stage, options, cancellationToken);
    }

    /// <inheritdoc cref="InPool{TSource, TResult}(IAsyncEnumerable{TSource}, ProcessPool, Func{TSource, ProcessCall{TResult}}, MapOptions, CancellationToken)"/>
    public static IAsyncEnumerable<TResult> InPool<TSource, TResult>(
        this IEnumerable<TSource> source, ProcessPool pool, Func<TSource, ProcessCall<TResult>> stage, MapOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pool);
        return pool.MapAsync(source, stage, options, cancellationToken);
    }

    /// <summary>
    /// As <see cref="InPool{TSource, TResult}(IAsyncEnumerable{TSource}, ProcessPool, Func{TSource, ProcessCall{TResult}}, MapOptions, CancellationToken)"/>, but gives each result as soon as
    /// it is there.
    /// </summary>
    /// <inheritdoc cref="InPool{TSource, TResult}(IAsyncEnumerable{TSource}, ProcessPool, Func{TSource, ProcessCall{TResult}}, MapOptions, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public static IAsyncEnumerable<TResult> InPoolUnordered<TSource, TResult>(
        this IAsyncEnumerable<TSource> source, ProcessPool pool, Func<TSource, ProcessCall<TResult>> stage, MapOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pool);
        return pool.MapUnorderedAsync(source, stage, options, cancellationToken);
    }

    /// <inheritdoc cref="InPoolUnordered{TSource, TResult}(IAsyncEnumerable{TSource}, ProcessPool, Func{TSource, ProcessCall{TResult}}, MapOptions, CancellationToken)"/>
    public static IAsyncEnumerable<TResult> InPoolUnordered<TSource, TResult>(
        this IEnumerable<TSource> source, ProcessPool pool, Func<TSource, ProcessCall<TResult>> stage, MapOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pool);
        return pool.MapUnorderedAsync(source, stage, options, cancellationToken);
    }
}
