using System.Net.Sockets;
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
        var rpc = new StreamJsonRpc.JsonRpc(HandlerFor(await server.ConnectAsync()));
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
    private static async Task Serve(string path, CancellationToken cancellationToken = default)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        while (true)
        {
            var rpc = new StreamJsonRpc.JsonRpc(HandlerFor(await listener.AcceptAsync(cancellationToken)));
            rpc.AddLocalRpcTarget<INumbers>(new Target(), null);
            rpc.StartListening();
        }
    }

    private static LengthHeaderMessageHandler HandlerFor(Socket socket)
    {
        var stream = new NetworkStream(socket, ownsSocket: true);
        return new LengthHeaderMessageHandler(stream, stream, new MessagePackFormatter());
    }

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
