using System.Globalization;
using BookScraper;
using BookScraper.Scraping;
using BookScraper.Site;
using MiniExcelLibs;
using ProcGen;

// Fifty-two listing pages with ten books each; another number as the first argument, the workbook's place as the second.
int listingPages = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 52;
string workbook = args.Length > 1 ? args[1] : Path.Combine(Path.GetTempPath(), "books.xlsx");

await using BookSite site = await BookSite.StartAsync(listingPages);
using var client = new HttpClient { BaseAddress = site.Address };
await using var pool = new ProcessPool();

List<Book> books = await Comparison.RunAsync(
    client, listingPages, pages: listingPages * (1 + BookSite.BooksPerPage), [new OneByOne(), new OnThreads(), new InWorkers(pool)]);

MiniExcel.SaveAs(workbook, books, sheetName: "bookInfo", overwriteFile: true);
Console.WriteLine($"{books.Count} books are in {workbook}");
