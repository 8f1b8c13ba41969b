using System.Net.Sockets;

namespace ProcGen.Transport;

/// <summary>A place where a Unix domain socket can be found.</summary>
internal interface ISocketName : IDisposable
{
    /// <summary>Binds a socket and returns its address for the worker.</summary>
    string Bind(Socket socket);
}

/// <summary>Listens on a Unix domain socket.</summary>
internal sealed class SocketListener : TransportListener
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ISocketName _name;

    public SocketListener(ISocketName name)
    {
        _name = name;
        try
        {
            Address = name.Bind(_socket);
            _socket.Listen(4);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override string Address { get; }

    /// <inheritdoc/>
    public override async ValueTask<ByteChannel> AcceptAsync(CancellationToken cancellationToken) =>
        new SocketChannel(await _socket.AcceptAsync(cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public override void Dispose()
    {
        _socket.Dispose();
        _name.Dispose();
    }
}

/// <summary>A name in a folder that nobody else may enter, for systems without abstract names.</summary>
internal sealed class SocketFolder : ISocketName
{
    private DirectoryInfo? _folder;

    /// <inheritdoc/>
    public string Bind(Socket socket)
    {
        // Made with mode 0700. The path stays short: a socket's is limited to about 104 bytes on macOS.
        _folder = Directory.CreateTempSubdirectory("pg-");
        string path = Path.Combine(_folder.FullName, "s");
        socket.Bind(new UnixDomainSocketEndPoint(path));
        return TransportConnector.PathPrefix + path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _folder?.Delete(recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Something cleans the temporary folder; that is what was wanted.
        }
    }
}
