using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProcGen.Transport;

/// <summary>A channel over a Unix domain socket.</summary>
internal sealed class SocketChannel : DescriptorChannel
{
    private readonly Socket _socket;

    public SocketChannel(Socket socket)
    {
        // Not blocking, so that a synchronous send takes what fits and returns. Asynchronous operations do not depend on it.
        socket.Blocking = false;
        _socket = socket;
    }

    /// <inheritdoc/>
    protected override SafeHandle Socket => _socket.SafeHandle;

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
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))] // One read follows the other for as long as a worker lives.
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
