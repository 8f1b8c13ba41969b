using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ProcGen.Pools;

/// <summary>Counts the results of a map as they are taken, and reports at intervals, at the beginning and at the end. Reports are made where the results are taken.</summary>
internal static class ProgressMeter
{
    // More often than anybody looks, and seldom enough to cost nothing.
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(50);

    public static async IAsyncEnumerable<CallResult<TSource, TResult>> WatchAsync<TSource, TResult>(
        IAsyncEnumerable<CallResult<TSource, TResult>> results, IProgress<MapProgress> progress, long? total, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long begin = Stopwatch.GetTimestamp();
        TimeSpan next = s_interval;
        long done = 0;
        long failed = 0;
        progress.Report(new MapProgress(0, 0, total, TimeSpan.Zero));
        try
        {
            await foreach (CallResult<TSource, TResult> result in results.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                done++;
                failed += result.IsSuccess ? 0 : 1;
                TimeSpan elapsed = Stopwatch.GetElapsedTime(begin);
                if (elapsed >= next)
                {
                    next = elapsed + s_interval;
                    progress.Report(new MapProgress(done, failed, total, elapsed));
                }

                yield return result;
            }
        }
        finally
        {
            // Also where it is left early: the last report says how far it came.
            progress.Report(new MapProgress(done, failed, total, Stopwatch.GetElapsedTime(begin)));
        }
    }
}
