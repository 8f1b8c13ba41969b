using System.Net;
using System.Security.Cryptography;

namespace ProcGen.Tour.Sections;

/// <summary>A manager that processes use over TCP, with TLS and a key. Here the client is a process of this machine; between two machines only the address is another one.</summary>
internal sealed partial class ManagerNetworkSection : ISection
{
    public string Name => "manager-network";

    public string Title => "a manager that is reached over a network";

    /// <summary>A client that knows nothing of the manager but its address, its certificate and the key.</summary>
    [RunInProcess]
    private static async Task CountAsync(int port, string? certificateHash, byte[] key, string[] words)
    {
        await using var manager = await ProcessManager.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), new() { Key = key, CertificateHash = certificateHash });
        var tally = await manager.RunAsync(Tally.InProcess.Get());
        foreach (var word in words)
        {
            tally.Count(word);
        }
    }

    public async Task RunAsync(Guide guide)
    {
        var key = RandomNumberGenerator.GetBytes(32);
        await using var manager = await ProcessManager.StartAsync(new() { Output = guide.Output });
        var tally = manager.Run(Tally.InProcess.Get());

        var endpoint = manager.Listen(new() { Key = key });
        guide.Check(IPAddress.IsLoopback(endpoint.Address.Address), "without an address the manager listens for this machine only");

        var words = "to be or not to be".Split(' ');
        await using (var pool = new ProcessPool(new() { Workers = 2, Output = guide.Output }))
        {
            await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => pool.RunAsync(InProcess.CountAsync(endpoint.Address.Port, endpoint.CertificateHash, key, words))));
        }

        guide.Check(tally.Of("to") == 4 && tally.Of("not") == 2, "two clients have counted over TCP, with TLS and the key");

        var error = await guide.CheckFailsAsync<ManagerConnectionException>(
            () => ProcessManager.ConnectAsync(endpoint.Address, new() { Key = RandomNumberGenerator.GetBytes(32), CertificateHash = endpoint.CertificateHash }), "who has another key is not let in");
        guide.Check(error?.Failure == ManagerConnectionFailure.WrongKey, "and is told why");
        var plain = await guide.CheckFailsAsync<ManagerConnectionException>(
            () => ProcessManager.ConnectAsync(endpoint.Address, new() { Key = key, UseTls = false }), "who comes without TLS is not let in, either");
        guide.Check(plain?.Failure == ManagerConnectionFailure.TlsExpected && manager.IsAlive, "and the manager goes on");
    }
}

/// <summary>How often each word was counted.</summary>
[ManagedObject]
internal interface ITally
{
    void Count(string word);

    int Of(string word);
}

/// <summary>The one of its process: in a manager, all clients get the same.</summary>
internal sealed partial class Tally : ITally
{
    private static readonly Tally s_own = new();

    private readonly Dictionary<string, int> _counts = [];

    [RunInProcess]
    public static ITally Get() => s_own;

    // One call at a time: the manager sees to that.
    public void Count(string word) => _counts[word] = Of(word) + 1;

    public int Of(string word) => _counts.GetValueOrDefault(word);
}
