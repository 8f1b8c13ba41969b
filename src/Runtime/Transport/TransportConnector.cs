using System.IO.Pipes;
using System.Net.Sockets;

namespace ProcGen.Transport;

/// <summary>The worker's way to its parent's listener.</summary>
internal static class TransportConnector
{
    public const string AbstractPrefix = "abstract:";
    public const string PathPrefix = "path:";
    public const string PipePrefix = "pipe:";

    private static readonly TimeSpan s_pipeTimeout = TimeSpan.FromSeconds(10);

    /// <exception cref="IOException">Nobody listens there.</exception>
    public static ByteChannel Connect(string address)
    {
        if (address.StartsWith(AbstractPrefix, StringComparison.Ordinal))
        {
            return ConnectSocket("\0" + address[AbstractPrefix.Length..]);
        }

        if (address.StartsWith(PathPrefix, StringComparison.Ordinal))
        {
            return ConnectSocket(address[PathPrefix.Length..]);
        }

        if (address.StartsWith(PipePrefix, StringComparison.Ordinal))
        {
            return ConnectPipe(address[PipePrefix.Length..]);
        }

        throw new IOException($"The transport address '{address}' has a form that this version does not know.");
    }

    /// <summary>As <see cref="Connect"/>, for a process that is the caller on the connection: the channel fits the carriers of a parent.</summary>
    /// <exception cref="IOException">Nobody listens there.</exception>
    public static ByteChannel ConnectAsParent(string address) =>
        address.StartsWith(AbstractPrefix, StringComparison.Ordinal) ? ConnectManaged("\0" + address[AbstractPrefix.Length..]) : Connect(address);

    private static DescriptorChannel ConnectSocket(string path) => OperatingSystem.IsLinux() ? LinuxSocketChannel.Connect(path) : ConnectManaged(path);

    // Methods of their own: what they name is loaded only where it is used.
    private static PipeChannel ConnectPipe(string name)
    {
        var pipe = new NamedPipeClientStream(".", name, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        try
        {
            pipe.Connect((int)s_pipeTimeout.TotalMilliseconds);
            return new PipeChannel(pipe);
        }
        catch (Exception e)
        {
            pipe.Dispose();
            throw e is TimeoutException ? new IOException($"The parent's pipe '{name}' did not answer.", e) : e;
        }
    }

    private static SocketChannel ConnectManaged(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return new SocketChannel(socket);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new IOException($"The parent's socket does not answer: {e.Message}.", e);
        }
    }
}
