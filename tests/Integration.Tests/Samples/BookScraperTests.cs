using System.Diagnostics;
using System.IO.Compression;
using System.Reflection;

namespace ProcGen.Tests.Samples;

public sealed class BookScraperTests
{
    [Fact]
    public async Task The_scraper_finds_the_same_books_in_every_way_and_writes_a_row_for_each()
    {
        string program = typeof(BookScraperTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "BookScraper").Value!;
        string workbook = Path.Combine(Path.GetTempPath(), $"books-{Guid.NewGuid():N}.xlsx");
        try
        {
            using Process scraper = Process.Start(new ProcessStartInfo("dotnet", [program, "4", workbook]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> output = scraper.StandardOutput.ReadToEndAsync();
            Task<string> errors = scraper.StandardError.ReadToEndAsync();
            using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            try
            {
                await scraper.WaitForExitAsync(deadline.Token);
            }
            catch (OperationCanceledException)
            {
                scraper.Kill();
                throw;
            }

            // It fails by itself where two ways find different books.
            Assert.True(scraper.ExitCode == 0, await errors);
            Assert.Contains("40 books", await output, StringComparison.Ordinal);
            await using ZipArchive file = await ZipFile.OpenReadAsync(workbook);
            using var sheet = new StreamReader(await file.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync());
            Assert.Equal(1 + 40, (await sheet.ReadToEndAsync()).Split("<x:row ").Length - 1);
        }
        finally
        {
            File.Delete(workbook);
        }
    }
}
