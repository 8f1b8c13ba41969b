using ProcGen.Protocol;

namespace ProcGen.Transport;

/// <summary>Both sides of the handshake over a fresh connection.</summary>
internal static class HandshakeExchange
{
    /// <summary>How long a connected process may take to show who it is.</summary>
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(10);

    /// <summary>The parent's side: accepts connections until one is the worker's.</summary>
    /// <param name="listener">Where the worker connects.</param>
    /// <param name="token">The secret that was given to the worker.</param>
    /// <param name="processId">The worker's process.</param>
    /// <param name="cancellationToken">The deadline, or the worker's death.</param>
    /// <returns>The connection, past the handshake.</returns>
    /// <exception cref="HandshakeException">The worker itself connected and is of another build.</exception>
    /// <exception cref="OperationCanceledException">Nobody who may connected in time.</exception>
    public static async Task<ByteChannel> AcceptAsync(TransportListener listener, byte[] token, int processId, CancellationToken cancellationToken)
    {
        while (true)
        {
            ByteChannel channel = await listener.AcceptAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                // A stranger is turned away before a byte of it is read, and does not keep the worker from being heard.
                if (IsExpected(channel.GetPeer(), processId) && await IsWorkerAsync(channel, token, cancellationToken).ConfigureAwait(false))
                {
                    return channel;
                }
            }
            catch (Exception e) when (e is IOException)
            {
                // Gone in the middle of the handshake; if it was the worker, its end is seen by its process.
            }
            catch
            {
                channel.Dispose();
                throw;
            }

            channel.Dispose();
        }
    }

    /// <summary>The worker's side. It blocks: the worker has nothing else to do yet.</summary>
    /// <exception cref="HandshakeException">The parent refuses, or is not the parent.</exception>
    /// <exception cref="TimeoutException">The parent does not answer.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static void Connect(ByteChannel channel, byte[] token, int parentId)
    {
        PeerCredentials peer = channel.GetPeer();
        if (!IsExpected(peer, parentId))
        {
            throw new HandshakeException(
                $"The process at the other end (id {peer.ProcessId}, user {peer.UserId}) is not the one that started this worker (id {parentId}, user {NativePeer.CurrentUserId}).");
        }

        byte[] bytes = new byte[Handshake.Size];
        Handshake.Current(HandshakeStatus.Accepted).Write(bytes, Handshake.WorkerProof(token));
        channel.Write(bytes, s_timeout);
        channel.ReadExactly(bytes, s_timeout);
        if (!Handshake.TryRead(bytes, out Handshake answer))
        {
            throw new HandshakeException("The parent's answer is not a handshake.");
        }

        if (answer.Status != HandshakeStatus.Accepted)
        {
            throw new HandshakeException(Explain(answer.Status, answer, Handshake.Current(HandshakeStatus.Accepted)));
        }

        if (!TransportSecrets.AreEqual(Handshake.ProofOf(bytes), Handshake.ParentProof(token)))
        {
            throw new HandshakeException("The process at the other end does not know the parent's half of the token.");
        }
    }

    /// <summary>The side that takes connections from any process of this user that knows the token.</summary>
    /// <returns>False if the other side is a stranger, or gone.</returns>
    /// <exception cref="HandshakeException">The other side is of another build.</exception>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public static async Task<bool> AdmitAsync(ByteChannel channel, byte[] token, CancellationToken cancellationToken)
    {
        PeerCredentials peer = channel.GetPeer();
        return (peer.UserId is null || peer.UserId == NativePeer.CurrentUserId) && await IsWorkerAsync(channel, token, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> IsWorkerAsync(ByteChannel channel, byte[] token, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(s_timeout);
        byte[] bytes = new byte[Handshake.Size];
        try
        {
            await channel.ReadExactlyAsync(bytes, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        if (!Handshake.TryRead(bytes, out Handshake worker))
        {
            return false;
        }

        HandshakeStatus status = Judge(worker, Handshake.ProofOf(bytes), token);
        Handshake own = Handshake.Current(status);
        own.Write(bytes, status == HandshakeStatus.Accepted ? Handshake.ParentProof(token) : default);
        await channel.WriteAsync(bytes, timeout.Token).ConfigureAwait(false);
        return status switch
        {
            HandshakeStatus.Accepted => true,
            HandshakeStatus.WrongToken => false,
            _ => throw new HandshakeException(Explain(status, own, worker)),
        };
    }

    private static HandshakeStatus Judge(Handshake worker, ReadOnlySpan<byte> proof, byte[] token) =>
        !TransportSecrets.AreEqual(proof, Handshake.WorkerProof(token)) ? HandshakeStatus.WrongToken
        : worker.Version != ProtocolLimits.Version ? HandshakeStatus.WrongVersion
        : ModuleVersions.Differ(worker.RuntimeVersion, Handshake.CurrentRuntimeVersion) ? HandshakeStatus.WrongRuntime
        : HandshakeStatus.Accepted;

    private static bool IsExpected(PeerCredentials peer, int processId) =>
        (peer.ProcessId is null || peer.ProcessId == processId) && (peer.UserId is null || peer.UserId == NativePeer.CurrentUserId);

    private static string Explain(HandshakeStatus status, Handshake parent, Handshake worker) => status switch
    {
        HandshakeStatus.WrongToken => "The parent does not accept this worker's token.",
        HandshakeStatus.WrongVersion =>
            $"The protocol versions differ: {parent.Version} in the parent, {worker.Version} in the worker. Both have to load the same version of ProcGen.Runtime.",
        HandshakeStatus.WrongRuntime =>
            $"The builds of ProcGen.Runtime differ: {parent.RuntimeVersion} in the parent, {worker.RuntimeVersion} in the worker. " +
            "The file was replaced while the parent ran, or the worker found another copy; restart the application.",
        _ => $"The parent refuses this worker for a reason that this version does not know ({(uint)status}).",
    };
}

/// <summary>The two sides do not fit together; the message says in what.</summary>
internal sealed class HandshakeException(string message) : ProcessException(message);
