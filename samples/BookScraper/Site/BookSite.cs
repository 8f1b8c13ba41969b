using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BookScraper.Site;

/// <summary>A library on the loopback interface: listing pages with ten books each, and a page for every book. What a page says follows from its number.</summary>
internal sealed class BookSite : IAsyncDisposable
{
    public const int BooksPerPage = 10;

    private readonly WebApplication _application;

    private BookSite(WebApplication application, Uri address)
    {
        _application = application;
        Address = address;
    }

    /// <summary>Where the site is.</summary>
    public Uri Address { get; }

    /// <summary>Starts the site on a free port.</summary>
    /// <param name="listingPages">How many listing pages it has.</param>
    public static async Task<BookSite> StartAsync(int listingPages)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, port: 0));
        WebApplication application = builder.Build();

        // Written before anybody asks: what is compared is the reading of pages.
        byte[][] listing = [.. Enumerable.Range(0, listingPages).Select(page => Encoding.UTF8.GetBytes(BookPage.Listing(page, listingPages)))];
        byte[][] books = [.. Enumerable.Range(0, listingPages * BooksPerPage).Select(number => Encoding.UTF8.GetBytes(BookPage.Book(number)))];
        application.MapGet("/library", (int page = 0) => Html(listing, page));
        application.MapGet("/book/{number:int}", (int number) => Html(books, number));
        await application.StartAsync();
        string address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new BookSite(application, new Uri(address));
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static IResult Html(byte[][] pages, int number) => (uint)number < pages.Length ? Results.Bytes(pages[number], "text/html; charset=utf-8") : Results.NotFound();
}
