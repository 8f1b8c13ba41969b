namespace ProcGen.Transport;

/// <summary>Waits for one worker. Made before the worker's process, because its address is part of the bootstrap record.</summary>
internal abstract class TransportListener : IDisposable
{
    /// <summary>What the worker needs to connect, see <see cref="TransportConnector"/>.</summary>
    public abstract string Address { get; }

    public static TransportListener Create() =>
        OperatingSystem.IsWindows() ? new PipeListener()
        : OperatingSystem.IsLinux() ? new SocketListener(new AbstractSocketName())
        : new SocketListener(new SocketFolder());

    /// <summary>Waits for a connection.</summary>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public abstract ValueTask<ByteChannel> AcceptAsync(CancellationToken cancellationToken);

    public abstract void Dispose();
}
