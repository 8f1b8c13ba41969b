using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ProcGen.Transport;

/// <summary>A channel over a Unix domain socket.</summary>
internal sealed class SocketChannel : ByteChannel
{
    /// <summary>How long the other side may take for a message of a few bytes, while it has nothing else to do.</summary>
    private static readonly TimeSpan s_descriptorTime = TimeSpan.FromSeconds(10);

    private readonly Socket _socket;

    public SocketChannel(Socket socket)
    {
        // Not blocking, so that a synchronous send takes what fits and returns. Asynchronous operations do not depend on it.
        socket.Blocking = false;
        _socket = socket;
    }

    /// <inheritdoc/>
    public override PeerCredentials GetPeer() => NativePeer.Query(_socket.SafeHandle);

    /// <summary>Sends bytes with descriptors. Only on Linux.</summary>
    /// <exception cref="IOException">The other side is gone, or takes nothing.</exception>
    public void SendDescriptors(ReadOnlySpan<byte> bytes, ReadOnlySpan<SafeHandle> descriptors)
    {
        while (!DescriptorMessage.TrySend(_socket.SafeHandle, bytes, descriptors))
        {
            if (!_socket.Poll(s_descriptorTime, SelectMode.SelectWrite))
            {
                throw new IOException("The other process takes nothing from its connection.");
            }
        }
    }

    /// <summary>Receives bytes and the descriptors that come with them. Only on Linux.</summary>
    /// <returns>The descriptors; the caller's.</returns>
    /// <exception cref="EndOfStreamException">The other side closed before that.</exception>
    /// <exception cref="IOException">The connection broke, or nothing came.</exception>
    public SafeFileHandle[] ReceiveDescriptors(Span<byte> bytes)
    {
        try
        {
            int received;
            SafeFileHandle[] descriptors;
            while ((received = DescriptorMessage.Receive(_socket.SafeHandle, bytes, out descriptors)) < 0)
            {
                if (!_socket.Poll(s_descriptorTime, SelectMode.SelectRead))
                {
                    throw new IOException("The other process says nothing after the handshake.");
                }
            }

            if (received == bytes.Length)
            {
                return descriptors;
            }

            // What is sent at once to a fresh socket comes at once.
            Array.ForEach(descriptors, static descriptor => descriptor.Dispose());
            throw new EndOfStreamException("The other side closed the connection after the handshake.");
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Broken(e);
        }
    }

    /// <summary>Another descriptor of the socket, which a thread can wait for while the channel is disposed of. Only on Linux.</summary>
    public SafeFileHandle DuplicateDescriptor()
    {
        var copy = new SafeFileHandle(LinuxCalls.FileControl(_socket.SafeHandle, LinuxCalls.DuplicateCloseOnExec, 3), ownsHandle: true);
        return !copy.IsInvalid ? copy : throw new IOException($"The descriptor of a connection could not be copied: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    /// <inheritdoc/>
    public override int TryWrite(ReadOnlySpan<byte> bytes)
    {
        int sent = _socket.Send(bytes, SocketFlags.None, out SocketError error);
        return error switch
        {
            SocketError.Success => sent,
            SocketError.WouldBlock or SocketError.IOPending or SocketError.NoBufferSpaceAvailable => 0,
            _ => throw Broken(new SocketException((int)error)),
        };
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        try
        {
            while (!bytes.IsEmpty)
            {
                bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, cancellationToken).ConfigureAwait(false)..];
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Broken(e);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Broken(e);
        }
    }

    /// <inheritdoc/>
    public override int Read(Memory<byte> buffer)
    {
        try
        {
            while (true)
            {
                int read = _socket.Receive(buffer.Span, SocketFlags.None, out SocketError error);
                switch (error)
                {
                    case SocketError.Success:
                        return read;
                    case SocketError.WouldBlock or SocketError.IOPending:
                        _socket.Poll(Timeout.InfiniteTimeSpan, SelectMode.SelectRead);
                        break;
                    default:
                        throw new SocketException((int)error);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Broken(e);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        try
        {
            // Wakes a thread in Poll; closing the descriptor alone would not.
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other side was faster.
        }

        _socket.Dispose();
    }

    private static IOException Broken(Exception cause) => new("The connection to the other process broke: " + cause.Message, cause);
}
