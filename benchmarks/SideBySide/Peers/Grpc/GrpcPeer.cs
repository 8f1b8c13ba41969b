using System.Net.Sockets;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProcGen.SideBySide.Measuring;

namespace ProcGen.SideBySide.Peers.Grpc;

/// <summary>gRPC over a Unix socket, its server in a process of its own.</summary>
internal static partial class GrpcPeer
{
    public static async Task<IContestant> CreateAsync(Setting setting)
    {
        PeerServer server = await PeerServer.StartAsync(InProcess.Serve);
        var channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                ConnectCallback = async (_, cancellationToken) => new NetworkStream(await server.ConnectAsync(cancellationToken), ownsSocket: true),
            },
        });
        var client = new Work.WorkClient(channel);
        return await TimedContestant.CreateAsync(
            setting,
            async operations =>
            {
                for (int i = 0; i < operations; i++)
                {
                    await client.IdentityAsync(new Number { Value = i });
                }
            },
            async () =>
            {
                channel.Dispose();
                await server.DisposeAsync();
            });
    }

    [RunInProcess]
    private static async Task Serve(string path, CancellationToken cancellationToken = default)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(path, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc();
        await using WebApplication app = builder.Build();
        app.MapGrpcService<WorkService>();
        await app.StartAsync(cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
