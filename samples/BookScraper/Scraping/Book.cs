namespace BookScraper.Scraping;

/// <summary>What is known of a book, a row of the workbook. A plain record: it crosses whole, and needs no attribute for it.</summary>
internal sealed record Book(string Title, string Author, int Pages, int Year, double Stars);
