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
        StreamJsonRpc.JsonRpc rpc = JsonRpcSocket.Over(await server.ConnectAsync());
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
    private static Task Serve(string path, CancellationToken cancellationToken = default) =>
        JsonRpcSocket.ServeAsync(path, static rpc => rpc.AddLocalRpcTarget<IWork>(new Target(), null), cancellationToken);

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
