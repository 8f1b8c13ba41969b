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

    /// <summary>Writes everything, blocking the thread, for the worker's side of the handshake.</summary>
    /// <exception cref="TimeoutException">The other side read too little.</exception>
    /// <exception cref="IOException">The other side is gone.</exception>
    public virtual void Write(ReadOnlyMemory<byte> bytes, TimeSpan timeout) => Within(timeout, token => WriteAsync(bytes, token).AsTask());

    /// <summary>Reads exactly so many bytes, blocking the thread, for the worker's side of the handshake.</summary>
    /// <exception cref="EndOfStreamException">The other side closed before that.</exception>
    /// <exception cref="TimeoutException">The other side said too little.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public virtual void ReadExactly(Memory<byte> buffer, TimeSpan timeout) => Within(timeout, token => ReadExactlyAsync(buffer, token).AsTask());

    /// <summary>Ends both directions at once; pending reads and writes end, too.</summary>
    public abstract void Dispose();

    /// <summary>Reads exactly so many bytes, for the parent's side of the handshake.</summary>
    /// <exception cref="EndOfStreamException">The other side closed before that.</exception>
    public async ValueTask ReadExactlyAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            int read = await ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw EndOfHandshake();
            }

            buffer = buffer[read..];
        }
    }

    protected static EndOfStreamException EndOfHandshake() => new("The other side closed the connection during the handshake.");

    private static void Within(TimeSpan timeout, Func<CancellationToken, Task> operation)
    {
        using var deadline = new CancellationTokenSource(timeout);
        try
        {
            operation(deadline.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new TimeoutException($"The other side did not keep up for {timeout.TotalSeconds} seconds.");
        }
    }
}

/// <summary>The process at the other end of a local connection.</summary>
/// <param name="ProcessId">Its id; null where the operating system does not tell.</param>
/// <param name="UserId">The id of its user; null where the operating system does not tell, or has checked it itself.</param>
internal readonly record struct PeerCredentials(int? ProcessId, uint? UserId);
