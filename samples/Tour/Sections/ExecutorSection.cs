using System.Diagnostics;

namespace ProcGen.Tour.Sections;

/// <summary>Futures: submit many pages, wait for all, merge what came back.</summary>
internal sealed partial class ExecutorSection : ISection
{
    private const int Pages = 51;
    private const int BooksPerPage = 10;

    public string Name => "executor";

    public string Title => "futures: 51 library pages scraped by the workers of a pool";

    public async Task RunAsync(Guide guide)
    {
        await using var pool = new ProcessPool(new() { Workers = 2, MaxConcurrentCallsPerWorker = 10, Output = guide.Output });
        var clock = Stopwatch.StartNew();

        var futures = new List<Task<BookPage>>();
        for (var page = 1; page <= Pages; page++)
        {
            futures.Add(pool.RunAsync(InProcess.GetBookInfo($"https://library.example/?page={page}")));
        }

        var pages = await Task.WhenAll(futures);
        var names = pages.SelectMany(page => page.Names).ToList();
        var authors = pages.SelectMany(page => page.Authors).ToHashSet();

        guide.Say($"{names.Count} books of {authors.Count} authors from {pages.Length} pages in {clock.Elapsed.TotalSeconds:0.00} s");
        guide.Check(names.Count == Pages * BooksPerPage && names.Distinct().Count() == names.Count, "every page came back once");
        guide.Check(pages.Select(page => page.ProcessId).Distinct().Count() == 2, "both workers had a share");
    }

    /// <summary>Stands for a download and its parsing, so that the tour needs no network: waits as a server would make it wait, then computes the page.</summary>
    [RunInProcess]
    private static async Task<BookPage> GetBookInfo(string url)
    {
        await Task.Delay(50);
        var page = int.Parse(url.Split('=')[1]);
        var numbers = Enumerable.Range(page * BooksPerPage, BooksPerPage);
        return new BookPage(
            [.. numbers.Select(number => $"Book {number}")],
            [.. numbers.Select(number => $"Author {number % 37}")],
            Environment.ProcessId);
    }

    /// <summary>A plain record: it crosses as it is.</summary>
    private sealed record BookPage(List<string> Names, List<string> Authors, int ProcessId);
}
