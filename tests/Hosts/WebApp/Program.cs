using Hosts;
using ProcGen;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.ClearProviders();
await using WebApplication app = builder.Build();
app.MapGet("/", async () => await LibraryMethods.InProcess.Describe(42));
await app.StartAsync();

Console.WriteLine($"main: {Environment.ProcessId}");
foreach (string line in WorkerDiagnostics.Explain().Split('\n'))
{
    Console.WriteLine($"explain: {line.Trim()}");
}

using HttpClient client = new();
Console.WriteLine($"library: {await client.GetStringAsync(new Uri(app.Urls.First()))}");
await app.StopAsync();
