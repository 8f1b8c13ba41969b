namespace BookScraper.Scraping;

/// <summary>Fetches the listing, then the books it names; pages are parsed while the next ones are fetched.</summary>
/// <param name="client">Knows the address of the site.</param>
/// <param name="parsing">Where pages are parsed.</param>
internal sealed class Scraper(HttpClient client, IParsing parsing)
{
    private const int RequestsAtOnce = 8;

    /// <summary>Scrapes the site.</summary>
    /// <param name="listingPages">How many listing pages it has.</param>
    /// <param name="progress">Told of each page that was parsed.</param>
    public async Task<List<Book>> ScrapeAsync(int listingPages, IProgress<int> progress)
    {
        int parsed = 0;
        var links = new List<string>();
        await foreach (string[] found in parsing.ParseListingsAsync(FetchAsync(Enumerable.Range(0, listingPages).Select(page => $"/library?page={page}"))))
        {
            links.AddRange(found);
            progress.Report(++parsed);
        }

        var books = new List<Book>();
        await foreach (Book book in parsing.ParseBooksAsync(FetchAsync(links)))
        {
            books.Add(book);
            progress.Report(++parsed);
        }

        return books;
    }

    private IAsyncEnumerable<string> FetchAsync(IEnumerable<string> paths) => ReadAhead.Map(paths.ToAsyncEnumerable(), path => client.GetStringAsync(path), RequestsAtOnce);
}
