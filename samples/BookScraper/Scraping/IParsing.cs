namespace BookScraper.Scraping;

/// <summary>Where pages are parsed while others are still fetched.</summary>
internal interface IParsing
{
    /// <summary>What is compared, in a few words.</summary>
    string Name { get; }

    /// <summary>Parses listing pages.</summary>
    IAsyncEnumerable<string[]> ParseListingsAsync(IAsyncEnumerable<string> pages);

    /// <summary>Parses the pages of books.</summary>
    IAsyncEnumerable<Book> ParseBooksAsync(IAsyncEnumerable<string> pages);
}
