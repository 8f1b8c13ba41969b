using ProcGen.SideBySide.Measuring;
using ProcGen.SideBySide.Work;
using StreamJsonRpc;

namespace ProcGen.SideBySide.Peers.JsonRpc;

/// <summary>An <see cref="IAsyncEnumerable{T}"/> of StreamJsonRpc, with MessagePack over a Unix socket, its server in a process of its own. As it is without settings, as ours is.</summary>
internal static partial class JsonRpcStreamPeer
{
    public static async Task<IContestant> CreateAsync(Setting setting)
    {
        PeerServer server = await PeerServer.StartAsync(InProcess.Serve);
        StreamJsonRpc.JsonRpc rpc = JsonRpcSocket.Over(await server.ConnectAsync());
        INumbers numbers = rpc.Attach<INumbers>();
        rpc.StartListening();
        return await TimedContestant.CreateAsync(
            setting,
            async operations =>
            {
                await foreach (int _ in numbers.ProduceAsync(operations, CancellationToken.None))
                {
                }
            },
            async () =>
            {
                rpc.Dispose();
                await server.DisposeAsync();
            });
    }

    [RunInProcess]
    private static Task Serve(string path, CancellationToken cancellationToken = default) =>
        JsonRpcSocket.ServeAsync(path, static rpc => rpc.AddLocalRpcTarget<INumbers>(new Target(), null), cancellationToken);

    [JsonRpcContract]
    internal partial interface INumbers
    {
        IAsyncEnumerable<int> ProduceAsync(int count, CancellationToken cancellationToken);
    }

    private sealed class Target : INumbers
    {
        public IAsyncEnumerable<int> ProduceAsync(int count, CancellationToken cancellationToken) => Flow.Produce(count).ToAsyncEnumerable();
    }
}
