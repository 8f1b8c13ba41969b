using System.Net.Sockets;
using ProcGen.SideBySide.Measuring;
using ProcGen.SideBySide.Work;
using StreamJsonRpc;

namespace ProcGen.SideBySide.Peers.JsonRpc;

/// <summary>StreamJsonRpc with MessagePack over a Unix socket, its server in a process of its own.</summary>
internal static partial class JsonRpcPeer
{
    public static async Task<IContestant> CreateAsync(Setting setting)
    {
        PeerServer server = await PeerServer.StartAsync(InProcess.Serve);
        var rpc = new StreamJsonRpc.JsonRpc(HandlerFor(await server.ConnectAsync()));
        IWork work = rpc.Attach<IWork>();
        rpc.StartListening();
        return await TimedContestant.CreateAsync(
            setting,
            async operations =>
            {
                for (int i = 0; i < operations; i++)
                {
                    await work.IdentityAsync(i);
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
            rpc.AddLocalRpcTarget<IWork>(new Target(), null);
            rpc.StartListening();
        }
    }

    private static LengthHeaderMessageHandler HandlerFor(Socket socket)
    {
        var stream = new NetworkStream(socket, ownsSocket: true);
        return new LengthHeaderMessageHandler(stream, stream, new MessagePackFormatter());
    }

    [JsonRpcContract]
    internal partial interface IWork
    {
        Task<int> IdentityAsync(int value);
    }

    private sealed class Target : IWork
    {
        public Task<int> IdentityAsync(int value) => Task.FromResult(Jobs.Identity(value));
    }
}
