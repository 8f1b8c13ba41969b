using System.Net.Sockets;
using ProcGen.SideBySide.Measuring;

namespace ProcGen.SideBySide.Peers.Sockets;

/// <summary>Four bytes there and back over a Unix socket, asynchronous on both sides and nothing around it: what any call over a socket costs at least.</summary>
internal static partial class SocketEchoPeer
{
    public static async Task<IContestant> CreateAsync(Setting setting)
    {
        PeerServer server = await PeerServer.StartAsync(InProcess.Serve);
        Socket socket = await server.ConnectAsync();
        var message = new byte[sizeof(int)];
        return await TimedContestant.CreateAsync(
            setting,
            async operations =>
            {
                for (int i = 0; i < operations; i++)
                {
                    await socket.SendAsync(message);
                    await ReceiveAllAsync(socket, message, CancellationToken.None);
                }
            },
            async () =>
            {
                socket.Dispose();
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
            using Socket socket = await listener.AcceptAsync(cancellationToken);
            var message = new byte[sizeof(int)];
            while (await ReceiveAllAsync(socket, message, cancellationToken))
            {
                await socket.SendAsync(message, cancellationToken);
            }
        }
    }

    private static async ValueTask<bool> ReceiveAllAsync(Socket socket, Memory<byte> message, CancellationToken cancellationToken)
    {
        for (int received = 0; received < message.Length;)
        {
            int count = await socket.ReceiveAsync(message[received..], cancellationToken);
            if (count == 0)
            {
                return false;
            }

            received += count;
        }

        return true;
    }
}
