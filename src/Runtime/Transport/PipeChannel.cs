using System.IO.Pipes;

namespace ProcGen.Transport;

/// <summary>A channel over a Windows named pipe opened for asynchronous use.</summary>
internal sealed class PipeChannel(PipeStream pipe) : ByteChannel
{
    /// <inheritdoc/>
    public override PeerCredentials GetPeer() => NativePeer.QueryPipe(pipe.SafePipeHandle, pipe is NamedPipeServerStream);

    /// <inheritdoc/>
    /// <remarks>An overlapped write cannot be tried, so everything goes through the sender's own task.</remarks>
    public override int TryWrite(ReadOnlySpan<byte> bytes) => 0;

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
    {
        try
        {
            await pipe.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectDisposedException e)
        {
            throw new IOException("The pipe was closed.", e);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await pipe.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectDisposedException e)
        {
            throw new IOException("The pipe was closed.", e);
        }
    }

    /// <inheritdoc/>
    public override int Read(Memory<byte> buffer) => ReadAsync(buffer).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Dispose() => pipe.Dispose();
}
