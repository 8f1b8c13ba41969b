namespace ProcGen.Transport;

/// <summary>A duplex stream of bytes to another process: a socket or a pipe. One thread writes at a time and one reads at a time.</summary>
internal abstract class ByteChannel : IDisposable
{
    /// <summary>Who is at the other end, as the operating system says.</summary>
    public abstract PeerCredentials GetPeer();

    /// <summary>Writes what can be written without waiting.</summary>
    /// <returns>The number of bytes written; 0 if none can be now.</returns>
    /// <exception cref="IOException">The other side is gone.</exception>
    public abstract int TryWrite(ReadOnlySpan<byte> bytes);

    /// <summary>Writes everything.</summary>
    /// <exception cref="IOException">The other side is gone.</exception>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default);

    /// <summary>Reads what there is, and waits for at least one byte.</summary>
    /// <returns>0 at the end.</returns>
    /// <exception cref="IOException">The connection broke.</exception>
    public abstract ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    /// <summary>As <see cref="ReadAsync"/>, blocking the thread, which needs no other thread to wake up.</summary>
    public abstract int Read(Memory<byte> buffer);

    /// <summary>Ends both directions at once; pending reads and writes end, too.</summary>
    public abstract void Dispose();

    /// <summary>Reads exactly so many bytes, for the handshake.</summary>
    /// <exception cref="EndOfStreamException">The other side closed before that.</exception>
    public async ValueTask ReadExactlyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            int read = await ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw new EndOfStreamException("The other side closed the connection during the handshake.");
            }

            buffer = buffer[read..];
        }
    }
}

/// <summary>The process at the other end of a local connection.</summary>
/// <param name="ProcessId">Its id; null where the operating system does not tell.</param>
/// <param name="UserId">The id of its user; null where the operating system does not tell, or has checked it itself.</param>
internal readonly record struct PeerCredentials(int? ProcessId, uint? UserId);
