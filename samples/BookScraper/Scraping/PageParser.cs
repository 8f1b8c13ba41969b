using System.Globalization;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using ProcGen;

namespace BookScraper.Scraping;

/// <summary>Reads pages. A parser makes many small objects: in a worker they fill its heap, and its garbage collector stops nobody else.</summary>
internal static partial class PageParser
{
    private static readonly HtmlParser s_parser = new();

    /// <summary>Finds the links to the books of a listing page.</summary>
    /// <param name="html">The page.</param>
    [RunInProcess]
    public static string[] ParseListing(string html)
    {
        using IDocument page = s_parser.ParseDocument(html);
        return [.. page.QuerySelectorAll("li.book h3 a").Select(link => link.GetAttribute("href") ?? throw new FormatException("A book of the listing has no link."))];
    }

    /// <summary>Reads the page of a book.</summary>
    /// <param name="html">The page.</param>
    /// <exception cref="FormatException">It is not the page of a book.</exception>
    [RunInProcess]
    public static Book ParseBook(string html)
    {
        using IDocument page = s_parser.ParseDocument(html);
        IElement article = page.QuerySelector("article.book") ?? throw new FormatException("This is not the page of a book.");
        string[] info = Text(article, ".info").Split('·', StringSplitOptions.TrimEntries);
        double stars = article.QuerySelectorAll(".review").Average(review => double.Parse(review.GetAttribute("data-stars")!, CultureInfo.InvariantCulture));
        return new Book(Text(article, "h1"), Text(article, ".author a"), Number(info[0].Split(' ')[0]), Number(info[1]), Math.Round(stars, 2));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(IElement article, string selector) =>
        article.QuerySelector(selector)?.TextContent ?? throw new FormatException($"The page of the book has no element '{selector}'.");
}
