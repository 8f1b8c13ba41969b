using ProcGen;
using ProcGen.Hosts;

HostReport.EntryPointReached();
var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls("http://127.0.0.1:0");
WebApplication app = builder.Build();
app.MapGet("/describe", async (string text, CancellationToken cancellationToken) => await Endpoints.DescribeAsync(text, cancellationToken));

await app.StartAsync();
HostReport.Write(Answer.ExplainRoute());
HostReport.Write($"url={app.Urls.Single()}");
await app.WaitForShutdownAsync();

internal static partial class Endpoints
{
    [RunInProcess]
    internal static Answer Describe(string text) => Answer.To(text);

    public static async Task<string> DescribeAsync(string text, CancellationToken cancellationToken)
    {
        Answer answer = await ProcessPool.Shared.RunAsync(InProcess.Describe(text), cancellationToken);
        HostReport.WriteCall("endpoint", text, answer.Text, answer.ProcessId, answer.Facts);
        return answer.Text;
    }
}
