using System.Globalization;
using System.Text;

namespace BookScraper.Site;

/// <summary>The pages of the site as HTML, as deep and as wordy as those of real shops are.</summary>
internal static class BookPage
{
    private static readonly string[] s_words =
        ["atlas", "breeze", "cedar", "dune", "ember", "fjord", "grove", "harbour", "island", "juniper", "kite", "lantern", "meadow", "north", "orchard", "pebble"];

    /// <summary>A page of the listing.</summary>
    public static string Listing(int page, int pages)
    {
        var html = Begin($"Library, page {page + 1}");
        html.Append("<main><ul class=\"books\">");
        foreach (int number in Enumerable.Range(page * BookSite.BooksPerPage, BookSite.BooksPerPage))
        {
            html.Append(CultureInfo.InvariantCulture, $"<li class=\"book\"><div class=\"cover\"><img src=\"/cover/{number}.png\" alt=\"\"></div><h3><a href=\"/book/{number}\">{Title(number)}</a></h3></li>");
        }

        html.Append("</ul><nav class=\"pages\">");
        foreach (int other in Enumerable.Range(0, pages))
        {
            html.Append(CultureInfo.InvariantCulture, $"<a href=\"/library?page={other}\">{other + 1}</a> ");
        }

        return End(html.Append("</nav></main>"));
    }

    /// <summary>The page of a book.</summary>
    public static string Book(int number)
    {
        var html = Begin(Title(number));
        html.Append(CultureInfo.InvariantCulture, $"<main><article class=\"book\"><h1>{Title(number)}</h1><p class=\"author\">by <a href=\"/author/{number % 97}\">{Author(number)}</a></p>");
        html.Append(CultureInfo.InvariantCulture, $"<p class=\"info\">{80 + number * 7 % 900} pages &middot; {1950 + number * 13 % 75}</p>");

        // Reviews: what makes a page long, and its parsing worth a process.
        html.Append("<section class=\"reviews\">");
        foreach (int review in Enumerable.Range(0, 200))
        {
            html.Append(CultureInfo.InvariantCulture, $"<div class=\"review\" data-stars=\"{1 + (number + review) % 5}\"><h4>{Words(number + review, 4)}</h4><p>{Words(number * 31 + review, 40)}</p></div>");
        }

        return End(html.Append("</section></article></main>"));
    }

    private static string Title(int number) => $"The {Words(number * 5 + 3, 2)} &amp; the {Words(number * 11 + 7, 1)}";

    private static string Author(int number) => $"{Capital(s_words[number * 3 % 16])} {Capital(s_words[(number * 7 + 5) % 16])}";

    private static string Words(int seed, int count) => string.Join(' ', Enumerable.Range(0, count).Select(i => s_words[(seed * 17 + i * 7 + i * i) % 16]));

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];

    private static StringBuilder Begin(string title) =>
        new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>").Append(title).Append("</title></head><body><header><a href=\"/\">Library</a></header>");

    private static string End(StringBuilder html) => html.Append("<footer><p>A site that exists only while the sample runs.</p></footer></body></html>").ToString();
}
