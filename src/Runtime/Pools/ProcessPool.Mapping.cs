using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using ProcGen.Calls;
using ProcGen.Pools;

namespace ProcGen;

public sealed partial class ProcessPool
{
    /// <summary>Runs a call for every item of a sequence, several at a time, and gives the results in the order of the items.</summary>
    /// <typeparam name="TSource">The type of an item.</typeparam>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="source">The items. Pulled as results are taken, never more ahead than <see cref="MapOptions.BufferSize"/> allows; it may be endless.</param>
    /// <param name="call">Makes the call for an item; a stub (<c>Words.InProcess.Tokenize</c>) fits as it is. Runs where the results are enumerated.</param>
    /// <param name="options">How the map goes.</param>
    /// <param name="cancellationToken">Cancels the map and the calls under way.</param>
    /// <returns>The results. Each enumeration runs the calls once more; leaving it cancels those under way.</returns>
    /// <remarks>
    /// The error of a call is thrown in the place of its result and ends the map; <see cref="MapResultsAsync{TSource, TResult}(IEnumerable{TSource}, Func{TSource, ProcessCall{TResult}}, MapOptions, CancellationToken)"/>
    /// goes on. Where the pool's queue is full the map waits for room. A worker's death is the error of the item that ran in it.
    /// </remarks>
    public IAsyncEnumerable<TResult> MapAsync<TSource, TResult>(
        IEnumerable<TSource> source, Func<TSource, ProcessCall<TResult>> call, MapOptions? options = null, CancellationToken cancellationToken = default) =>
        NewValues(source, null, call, options, ordered: true, cancellationToken);

    /// <inheritdoc cref="MapAsync{TSource, TResult}(IEnumerable{TSource}, Func{TSource, ProcessCall{TResult}}, MapOptions, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public IAsyncEnumerable<TResult> MapAsync<TSource, TResult>(
        IAsyncEnumerable<TSource> source, Func<TSource, ProcessCall<TResult>> call, MapOptions? options = null, CancellationToken cancellationToken = default) =>
        NewValues(null, source, call, options, ordered: true, cancellationToken);

    /// <summary>
    /// As <see cref="MapAsync{TSource, TResult}(IEnumerable{TSource}, Func{TSource, ProcessCall{TResult}}, MapOptions, CancellationToken)"/>, but gives each result as soon as it is there.
    /// </summary>
    /// <inheritdoc cref="MapAsync{TSource, TResult}(IEnumerable{TSource}, Func{TSource, ProcessCall{TResult}}, MapOptions, CancellationToken)"/>
    public IAsyncEnumerable<TResult> MapUnorderedAsync<TSource, TResult>(
        IEnumerable<TSource> source, Func<TSource, ProcessCall<TResult>> call, MapOptions? options = null, CancellationToken cancellationToken = default) =>
        NewValues(source, null, call, options, ordered: false, cancellationToken);

    /// <inheritdoc cref="MapUnorderedAsync{TSource, TResult}(IEnumerable{TSource}, Func{TSource, ProcessCall{TResult}}, MapOptions, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public IAsyncEnumerable<TResult> MapUnorderedAsync<TSource, TResult>(
        IAsyncEnumerable<TSource> source, Func<TSource, ProcessCall<TResult>> call, MapOptions? options = null, CancellationToken cancellationToken = default) =>
        NewValues(null, source, call, options, ordered: false, cancellationToken);

    /// <summary>
    /// As <see cref="MapAsync{TSource, TResult}(IEnumerable{TSource}, Func{TSource, ProcessCall{TResult}}, MapOptions, CancellationToken)"/>, but gives the error of a call as a value, so that
    /// one item's failure leaves the others untouched.
    /// </summary>
    /// <inheritdoc cref="MapAsync{TSource, TResult}(IEnumerable{TSource}, Func{TSource, ProcessCall{TResult}}, MapOptions, CancellationToken)"/>
    /// <remarks>An error of the source itself, or of the pool (which may be disposed), ends the map: it is thrown after the results of the items before it.</remarks>
    public IAsyncEnumerable<CallResult<TSource, TResult>> MapResultsAsync<TSource, TResult>(
        IEnumerable<TSource> source, Func<TSource, ProcessCall<TResult>> call, MapOptions? options = null, CancellationToken cancellationToken = default) =>
        NewResults(source, null, call, options, ordered: true, cancellationToken);

    /// <inheritdoc cref="MapResultsAsync{TSource, TResult}(IEnumerable{TSource}, Func{TSource, ProcessCall{TResult}}, MapOptions, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public IAsyncEnumerable<CallResult<TSource, TResult>> MapResultsAsync<TSource, TResult>(
        IAsyncEnumerable<TSource> source, Func<TSource, ProcessCall<TResult>> call, MapOptions? options = null, CancellationToken cancellationToken = default) =>
        NewResults(null, source, call, options, ordered: true, cancellationToken);

    /// <summary>
    /// As <see cref="MapResultsAsync{TSource, TResult}(IEnumerable{TSource}, Func{TSource, ProcessCall{TResult}}, MapOptions, CancellationToken)"/>, but gives each result as soon as it is there.
    /// </summary>
    /// <inheritdoc cref="MapResultsAsync{TSource, TResult}(IEnumerable{TSource}, Func{TSource, ProcessCall{TResult}}, MapOptions, CancellationToken)"/>
    public IAsyncEnumerable<CallResult<TSource, TResult>> MapResultsUnorderedAsync<TSource, TResult>(
        IEnumerable<TSource> source, Func<TSource, ProcessCall<TResult>> call, MapOptions? options = null, CancellationToken cancellationToken = default) =>
        NewResults(source, null, call, options, ordered: false, cancellationToken);

    /// <inheritdoc cref="MapResultsUnorderedAsync{TSource, TResult}(IEnumerable{TSource}, Func{TSource, ProcessCall{TResult}}, MapOptions, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public IAsyncEnumerable<CallResult<TSource, TResult>> MapResultsUnorderedAsync<TSource, TResult>(
        IAsyncEnumerable<TSource> source, Func<TSource, ProcessCall<TResult>> call, MapOptions? options = null, CancellationToken cancellationToken = default) =>
        NewResults(null, source, call, options, ordered: false, cancellationToken);

    /// <summary>Runs a call for every item of a sequence, several at a time, and completes when all are done. Results, if there are any, are not read.</summary>
    /// <typeparam name="TSource">The type of an item.</typeparam>
    /// <param name="source">The items, pulled as calls end.</param>
    /// <param name="call">Makes the call for an item.</param>
    /// <param name="options">How the map goes.</param>
    /// <param name="cancellationToken">Cancels the calls under way and those to come.</param>
    /// <remarks>Fails with the first error, after which the calls under way are cancelled and no item is pulled any more.</remarks>
    public Task ForEachAsync<TSource>(
        IEnumerable<TSource> source, Func<TSource, ProcessCall> call, MapOptions? options = null, CancellationToken cancellationToken = default) =>
        DrainAsync(source, null, call, options, cancellationToken);

    /// <inheritdoc cref="ForEachAsync{TSource}(IEnumerable{TSource}, Func{TSource, ProcessCall}, MapOptions, CancellationToken)"/>
    [OverloadResolutionPriority(1)]
    public Task ForEachAsync<TSource>(
        IAsyncEnumerable<TSource> source, Func<TSource, ProcessCall> call, MapOptions? options = null, CancellationToken cancellationToken = default) =>
        DrainAsync(null, source, call, options, cancellationToken);

    private IAsyncEnumerable<TResult> NewValues<TSource, TResult>(
        IEnumerable<TSource>? source, IAsyncEnumerable<TSource>? asyncSource, Func<TSource, ProcessCall<TResult>> call, MapOptions? options, bool ordered, CancellationToken cancellationToken)
    {
        Check(source, asyncSource, call);
        return options?.Progress is null
            ? new MapValues<TSource, TResult>(
                token => new(this, source, asyncSource, call, ResultKind<TResult>.Instance, options ?? new MapOptions(), (ordered, KeepsItems: false), token), cancellationToken)
            : ValuesAsync(NewResults(source, asyncSource, call, options, ordered, cancellationToken));
    }

    private IAsyncEnumerable<CallResult<TSource, TResult>> NewResults<TSource, TResult>(
        IEnumerable<TSource>? source, IAsyncEnumerable<TSource>? asyncSource, Func<TSource, ProcessCall<TResult>> call, MapOptions? options, bool ordered, CancellationToken cancellationToken)
    {
        Check(source, asyncSource, call);
        return Watch(
            new MapResults<TSource, TResult>(
                token => new(this, source, asyncSource, call, ResultKind<TResult>.Instance, options ?? new MapOptions(), (ordered, KeepsItems: true), token), cancellationToken),
            source,
            options);
    }

    private async Task DrainAsync<TSource>(
        IEnumerable<TSource>? source, IAsyncEnumerable<TSource>? asyncSource, Func<TSource, ProcessCall> call, MapOptions? options, CancellationToken cancellationToken)
    {
        Check(source, asyncSource, call);
        var results = new MapResults<TSource, bool>(
            token => new(this, source, asyncSource, call, EndKind.Instance, options ?? new MapOptions(), (Ordered: false, KeepsItems: true), token), cancellationToken);
        await foreach (CallResult<TSource, bool> result in Watch(results, source, options).ConfigureAwait(false))
        {
            if (!result.IsSuccess)
            {
                ExceptionDispatchInfo.Throw(result.Error);
            }
        }
    }

    private static IAsyncEnumerable<CallResult<TSource, TResult>> Watch<TSource, TResult>(
        MapResults<TSource, TResult> results, IEnumerable<TSource>? source, MapOptions? options) =>
        options?.Progress is { } progress
            ? ProgressMeter.WatchAsync(results, progress, options.Total ?? (source is not null && source.TryGetNonEnumeratedCount(out int count) ? count : null), CancellationToken.None)
            : results;

    private static async IAsyncEnumerable<TResult> ValuesAsync<TSource, TResult>(
        IAsyncEnumerable<CallResult<TSource, TResult>> results, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (CallResult<TSource, TResult> result in results.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return result.Value;
        }
    }

    private static void Check(object? source, object? asyncSource, object call)
    {
        ArgumentNullException.ThrowIfNull(source ?? asyncSource, nameof(source));
        ArgumentNullException.ThrowIfNull(call);
    }

    private static class ResultKind<TResult>
    {
        public static readonly MapKind<TResult> Instance = new(
            static call => CallOperation.Create((ProcessCall<TResult>)call),
            static (inline, call, token) => inline.RunAsync((ProcessCall<TResult>)call, token),
            static task => ((Task<TResult>)task).Result,
            static call => ((ProcessCall<TResult>)call).TypedMethod);
    }

    private static class EndKind
    {
        public static readonly MapKind<bool> Instance = new(
            static call => CallOperation.Create(call),
            static (inline, call, token) => inline.RunAsync(call, token),
            static _ => true,
            static _ => null);
    }
}
