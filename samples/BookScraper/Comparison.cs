using System.Diagnostics;
using BookScraper.Scraping;
using Spectre.Console;

namespace BookScraper;

/// <summary>Scrapes the same site in several ways and prints what each took.</summary>
internal static class Comparison
{
    /// <returns>The books, which are the same whatever way they came.</returns>
    /// <exception cref="InvalidOperationException">Two ways found different books.</exception>
    public static async Task<List<Book>> RunAsync(HttpClient client, int listingPages, int pages, IEnumerable<IParsing> ways)
    {
        List<Book>? books = null;
        Table table = new Table().AddColumns("Parsed by", "Time", "Pages/s", "Garbage collections stopped this process for");
        foreach (IParsing way in ways)
        {
            // Once for the compiler: it is not what is compared.
            var scraper = new Scraper(client, way);
            await scraper.ScrapeAsync(listingPages: Math.Min(listingPages, 4), new Progress<int>());

            TimeSpan paused = GC.GetTotalPauseDuration();
            var clock = Stopwatch.StartNew();
            List<Book> found = await AnsiConsole.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(context =>
                {
                    ProgressTask bar = context.AddTask(way.Name, maxValue: pages);
                    return scraper.ScrapeAsync(listingPages, new Report(bar));
                });
            TimeSpan elapsed = clock.Elapsed;
            paused = GC.GetTotalPauseDuration() - paused;
            table.AddRow(way.Name, $"{elapsed.TotalSeconds:0.00} s", $"{pages / elapsed.TotalSeconds:0}", $"{paused.TotalMilliseconds:0} ms");

            if (!found.SequenceEqual(books ??= found))
            {
                throw new InvalidOperationException($"'{way.Name}' found other books than the first way did.");
            }
        }

        AnsiConsole.Write(table);
        return books ?? [];
    }

    // Progress<T> posts to the thread pool, and the last report would come after the bar is gone.
    private sealed class Report(ProgressTask bar) : IProgress<int>
    {
        void IProgress<int>.Report(int parsed) => bar.Value = parsed;
    }
}
