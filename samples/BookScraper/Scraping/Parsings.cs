using ProcGen;

namespace BookScraper.Scraping;

/// <summary>One page after the other, in this process.</summary>
internal sealed class OneByOne : IParsing
{
    public string Name => "one process, one after the other";

    public IAsyncEnumerable<string[]> ParseListingsAsync(IAsyncEnumerable<string> pages) => pages.Select(PageParser.ParseListing);

    public IAsyncEnumerable<Book> ParseBooksAsync(IAsyncEnumerable<string> pages) => pages.Select(PageParser.ParseBook);
}

/// <summary>Threads of this process, as many at once as there are processors.</summary>
internal sealed class OnThreads : IParsing
{
    public string Name => $"one process, {Environment.ProcessorCount} threads";

    public IAsyncEnumerable<string[]> ParseListingsAsync(IAsyncEnumerable<string> pages) => ReadAhead.Map(pages, page => Task.Run(() => PageParser.ParseListing(page)), Environment.ProcessorCount);

    public IAsyncEnumerable<Book> ParseBooksAsync(IAsyncEnumerable<string> pages) => ReadAhead.Map(pages, page => Task.Run(() => PageParser.ParseBook(page)), Environment.ProcessorCount);
}

/// <summary>Worker processes. A page that makes the parser hang or crash would cost that page.</summary>
internal sealed class InWorkers(ProcessPool pool) : IParsing
{
    public string Name => $"{Environment.ProcessorCount} worker processes";

    public IAsyncEnumerable<string[]> ParseListingsAsync(IAsyncEnumerable<string> pages) => pool.MapAsync(pages, PageParser.InProcess.ParseListing);

    public IAsyncEnumerable<Book> ParseBooksAsync(IAsyncEnumerable<string> pages) => pool.MapAsync(pages, PageParser.InProcess.ParseBook);
}
