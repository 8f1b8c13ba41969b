using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ProcGen.Transport;

/// <summary>
/// An abstract name that the Linux kernel chooses: nothing is left on disk, and no name can be taken twice. unix(7): an address of only its family,
/// given to bind, is replaced by a null byte and five hexadecimal digits.
/// </summary>
internal sealed class AbstractSocketName : ISocketName
{
    /// <inheritdoc/>
    public string Bind(Socket socket)
    {
        socket.Bind(new AutobindEndPoint());
        return TransportConnector.AbstractPrefix + ((AutobindEndPoint)socket.LocalEndPoint!).Name;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The name goes with the socket.
    }

    /// <summary>The framework's own end point has no form for an address without a name.</summary>
    private sealed class AutobindEndPoint : EndPoint
    {
        private const int FamilySize = 2;

        public string Name { get; private init; } = "";

        public override AddressFamily AddressFamily => AddressFamily.Unix;

        public override SocketAddress Serialize() => new(AddressFamily.Unix, FamilySize);

        public override EndPoint Create(SocketAddress socketAddress)
        {
            // The other end of an accepted connection has no name.
            Span<byte> address = socketAddress.Buffer.Span[..socketAddress.Size];
            return new AutobindEndPoint { Name = address.Length > FamilySize ? Encoding.ASCII.GetString(address[(FamilySize + 1)..]) : "" };
        }
    }
}
