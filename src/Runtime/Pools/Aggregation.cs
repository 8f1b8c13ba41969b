namespace ProcGen.Pools;

/// <summary>Combines the results of a map, here or in workers.</summary>
internal static class Aggregation
{
    public static async Task<TAccumulate> FoldAsync<TResult, TAccumulate>(IAsyncEnumerable<TResult> results, TAccumulate seed, Func<TAccumulate, TResult, TAccumulate> combine)
    {
        TAccumulate all = seed;
        await foreach (TResult result in results.ConfigureAwait(false))
        {
            all = combine(all, result);
        }

        return all;
    }

    public static async Task<TResult> CombineAsync<TResult>(
        ProcessPool pool,
        Func<CancellationToken, IAsyncEnumerable<TResult>> map,
        Func<TResult, TResult, ProcessCall<TResult>> combine,
        ProcessCallOptions? options,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tree = new Tree<TResult>(pool, combine, options, stop.Token);
        try
        {
            await foreach (TResult result in map(stop.Token).ConfigureAwait(false))
            {
                await tree.AddAsync(result).ConfigureAwait(false);
            }

            return await tree.CompleteAsync().ConfigureAwait(false);
        }
        catch
        {
            // The first error is told; what is under way is not wanted any more.
            await stop.CancelAsync().ConfigureAwait(false);
            await tree.AbandonAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// A tree that is built as its leaves come, like a binary counter: level n waits with a combination of 2^n neighbours for the next one of the same size.
    /// </summary>
    private sealed class Tree<TResult>(ProcessPool pool, Func<TResult, TResult, ProcessCall<TResult>> combine, ProcessCallOptions? options, CancellationToken cancellationToken)
    {
        private readonly int _mostUnderWay = 2 * pool.Engine.TargetWorkers;
        private readonly List<Task<TResult>?> _levels = [];
        private readonly HashSet<Task<TResult>> _underWay = [];

        public async ValueTask AddAsync(TResult leaf)
        {
            Task<TResult> carried = Task.FromResult(leaf);
            for (int level = 0; ; level++)
            {
                if (level == _levels.Count)
                {
                    _levels.Add(null);
                }

                if (_levels[level] is not { } before)
                {
                    _levels[level] = carried;
                    break;
                }

                _levels[level] = null;
                carried = Begin(before, carried);
            }

            while (_underWay.Count > _mostUnderWay)
            {
                Task<TResult> done = await Task.WhenAny(_underWay).ConfigureAwait(false);
                _underWay.Remove(done);
                await done.ConfigureAwait(false);
            }
        }

        public Task<TResult> CompleteAsync()
        {
            Task<TResult>? all = null;
            foreach (Task<TResult>? level in _levels)
            {
                if (level is not null)
                {
                    // The higher levels stand before the lower ones.
                    all = all is null ? level : Begin(level, all);
                }
            }

            return all ?? throw new InvalidOperationException("There are no items to combine. Give a seed where there may be none.");
        }

        public Task AbandonAsync() => Task.WhenAll(_underWay).ContinueWith(static done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

        private Task<TResult> Begin(Task<TResult> first, Task<TResult> second)
        {
            Task<TResult> combined = CombineAsync(first, second);
            _underWay.Add(combined);
            return combined;
        }

        private async Task<TResult> CombineAsync(Task<TResult> first, Task<TResult> second)
        {
            TResult left = await first.ConfigureAwait(false);
            TResult right = await second.ConfigureAwait(false);
            ProcessCall<TResult> call = combine(left, right) ?? throw new InvalidOperationException("The selector that combines returned null instead of a call.");
            return await (options is null ? pool.RunAsync(call, cancellationToken) : pool.RunAsync(call, options, cancellationToken)).ConfigureAwait(false);
        }
    }
}
