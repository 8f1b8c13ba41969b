using System.Runtime.CompilerServices;

namespace BookScraper.Scraping;

/// <summary>Maps a sequence by tasks, several at once, and keeps its order.</summary>
internal static class ReadAhead
{
    /// <param name="items">What is mapped.</param>
    /// <param name="map">Starts the work on one item.</param>
    /// <param name="most">How many tasks run at once.</param>
    /// <param name="cancellationToken">Stops taking items.</param>
    public static async IAsyncEnumerable<TResult> Map<T, TResult>(
        IAsyncEnumerable<T> items, Func<T, Task<TResult>> map, int most, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var running = new Queue<Task<TResult>>();
        await foreach (T item in items.WithCancellation(cancellationToken))
        {
            running.Enqueue(map(item));
            if (running.Count == most)
            {
                yield return await running.Dequeue();
            }
        }

        while (running.TryDequeue(out Task<TResult>? next))
        {
            yield return await next;
        }
    }
}
