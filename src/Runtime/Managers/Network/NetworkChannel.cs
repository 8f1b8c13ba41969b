using System.Net.Sockets;
using ProcGen.Transport;

namespace ProcGen.Managers;

/// <summary>A channel to another machine, encrypted or not.</summary>
internal sealed class NetworkChannel(Socket socket, Stream stream) : ByteChannel
{
    // Linux: how long sent bytes may stay unacknowledged.
    private const int TcpLevel = 6;
    private const int TcpUserTimeout = 18;

    /// <summary>Makes a connection end that is silent for so long: one that was cut, whose other side is gone without a word.</summary>
    public static void Configure(Socket socket, TimeSpan linkTimeout)
    {
        int seconds = Math.Max(1, (int)linkTimeout.TotalSeconds);
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, Math.Max(1, seconds / 3));
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, Math.Max(1, seconds / 3));
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 2);
        if (OperatingSystem.IsLinux())
        {
            socket.SetRawSocketOption(TcpLevel, TcpUserTimeout, BitConverter.GetBytes((int)linkTimeout.TotalMilliseconds));
        }
    }

    /// <inheritdoc/>
    public override PeerCredentials GetPeer() => default;

    /// <inheritdoc/>
    /// <remarks>An encrypted write cannot be tried, so everything goes through the sender's own task.</remarks>
    public override int TryWrite(ReadOnlySpan<byte> bytes) => 0;

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        try
        {
            await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            throw new IOException("The connection over the network broke: " + e.Message, e);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            throw new IOException("The connection over the network broke: " + e.Message, e);
        }
    }

    /// <inheritdoc/>
    public override int Read(Memory<byte> buffer) => ReadAsync(buffer).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Dispose()
    {
        // The socket first: a stream that is encrypted would wait to say goodbye.
        socket.Dispose();
        stream.Dispose();
    }
}
