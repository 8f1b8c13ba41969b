using System.Net.Sockets;
using StreamJsonRpc;

namespace ProcGen.SideBySide.Peers.JsonRpc;

/// <summary>StreamJsonRpc with MessagePack over a Unix socket, for all of its peers.</summary>
internal static class JsonRpcSocket
{
    /// <summary>A connection that neither listens nor has a target yet.</summary>
    public static StreamJsonRpc.JsonRpc Over(Socket socket)
    {
        var stream = new NetworkStream(socket, ownsSocket: true);
        return new StreamJsonRpc.JsonRpc(new LengthHeaderMessageHandler(stream, stream, new MessagePackFormatter()));
    }

    /// <summary>Serves whoever connects, until the process ends.</summary>
    /// <param name="path">Where to listen.</param>
    /// <param name="addTarget">Gives a connection the object that answers.</param>
    /// <param name="cancellationToken">Stops accepting.</param>
    public static async Task ServeAsync(string path, Action<StreamJsonRpc.JsonRpc> addTarget, CancellationToken cancellationToken)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        while (true)
        {
            StreamJsonRpc.JsonRpc rpc = Over(await listener.AcceptAsync(cancellationToken));
            addTarget(rpc);
            rpc.StartListening();
        }
    }
}
