using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using ProcGen.Transport;

namespace ProcGen.Managers;

/// <summary>The connecting side over a network.</summary>
internal static class NetworkClient
{
    // What TLS begins its records with: 21 an alert, 22 a handshake.
    private const byte TlsAlert = 21;
    private const byte TlsHandshake = 22;

    /// <summary>Connects to a manager, and both prove who they are.</summary>
    /// <param name="address">Where, and with which key; an empty instance takes any manager.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The channel, and the address with the manager's instance and process.</returns>
    /// <exception cref="ManagerConnectionException">It did not come about.</exception>
    public static async Task<(ByteChannel Channel, ManagerAddress Address)> ConnectAsync(ManagerAddress address, CancellationToken cancellationToken)
    {
        var network = NetworkAddress.Parse(address.Endpoint);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(network.ConnectTimeout);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(network.Host, network.Port, deadline.Token).ConfigureAwait(false);
            NetworkChannel.Configure(socket, network.LinkTimeout);
            Stream stream = new NetworkStream(socket, ownsSocket: false);
            byte[] certificateHash = [];
            if (network.UseTls)
            {
                (stream, certificateHash) = await EncryptAsync(stream, network, deadline.Token).ConfigureAwait(false);
            }

            var channel = new NetworkChannel(socket, stream);
            return (channel, await ProveAsync(channel, address, network, certificateHash, deadline.Token).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw e switch
            {
                ManagerConnectionException => e,
                SocketException => Failed(ManagerConnectionFailure.Unreachable, network, $"cannot be reached: {e.Message}", e),
                OperationCanceledException => Failed(
                    ManagerConnectionFailure.NoAnswer, network, $"did not answer within {network.ConnectTimeout.TotalSeconds:0.###} s. Somebody listens there, or drops what is sent there: look for a firewall, and for a process that is stopped", e),
                IOException => Failed(ManagerConnectionFailure.NoManager, network, $"ended the connection before it was made: {e.Message}", e),
                _ => e,
            };
        }
    }

    private static async Task<(Stream Stream, byte[] CertificateHash)> EncryptAsync(Stream inner, NetworkAddress network, CancellationToken cancellationToken)
    {
        byte[] hash = [];
        var stream = new SslStream(inner, leaveInnerStreamOpen: false);
        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = network.Host,

                    // The certificate is the manager's own, and no authority's: it is known by its hash, or vouched for by the key.
                    RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                    {
                        hash = certificate is null ? [] : SHA256.HashData(certificate.GetRawCertData());
                        return hash.Length > 0;
                    },
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            throw Failed(ManagerConnectionFailure.NoTls, network, $"does not speak TLS: {e.Message} If it is a manager without TLS, say so with UseTls = false", e);
        }

        if (network.CertificateHash is { } expected && !string.Equals(expected, Convert.ToHexString(hash), StringComparison.OrdinalIgnoreCase))
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw Failed(
                ManagerConnectionFailure.WrongCertificate, network, $"has the certificate {Convert.ToHexString(hash)} and not {expected}: it was started anew with one of its own, or somebody stands in between");
        }

        return (stream, hash);
    }

    private static async Task<ManagerAddress> ProveAsync(NetworkChannel channel, ManagerAddress address, NetworkAddress network, byte[] certificateHash, CancellationToken cancellationToken)
    {
        byte[] key = address.Token.ToArray();
        NetworkHello own = NetworkHello.Create(NetworkStatus.Accepted, address.Instance);
        await channel.WriteAsync(own.Write(), cancellationToken).ConfigureAwait(false);
        byte[] bytes = new byte[NetworkHello.Size];
        await ReadHelloAsync(channel, bytes, network, cancellationToken).ConfigureAwait(false);
        if (!NetworkHello.TryRead(bytes, out NetworkHello manager))
        {
            throw Failed(ManagerConnectionFailure.NoManager, network, "is no manager: its first bytes are those of something else");
        }

        switch (manager.Status)
        {
            case NetworkStatus.WrongVersion:
                throw Failed(
                    ManagerConnectionFailure.WrongVersion, network,
                    $"runs another build of ProcGen: protocol {manager.Version}, runtime {manager.Runtime}; here protocol {own.Version}, runtime {own.Runtime}. Run the same build of the application on both machines");
            case NetworkStatus.OtherManager:
                throw Failed(ManagerConnectionFailure.OtherManager, network, "is another manager than the one that the shared object belongs to: it was started anew");
        }

        await channel.WriteAsync(NetworkHello.Prove(key, isManager: false, own, manager, certificateHash), cancellationToken).ConfigureAwait(false);
        byte[] answer = new byte[NetworkHello.AnswerSize];
        await channel.ReadExactlyAsync(answer, cancellationToken).ConfigureAwait(false);
        bool isProven = CryptographicOperations.FixedTimeEquals(answer.AsSpan(8), NetworkHello.Prove(key, isManager: true, own, manager, certificateHash));
        if (BinaryPrimitives.ReadInt32LittleEndian(answer) != (int)NetworkStatus.Accepted || !isProven)
        {
            throw Failed(ManagerConnectionFailure.WrongKey, network, "has another key. Give both sides the same one");
        }

        return address with { Instance = manager.Instance, ProcessId = BinaryPrimitives.ReadInt32LittleEndian(answer.AsSpan(4)) };
    }

    private static async Task ReadHelloAsync(NetworkChannel channel, byte[] bytes, NetworkAddress network, CancellationToken cancellationToken)
    {
        int length = 0;
        try
        {
            while (length < bytes.Length)
            {
                int read = await channel.ReadAsync(bytes.AsMemory(length), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                length += read;
            }
        }
        catch (IOException) when (!network.UseTls)
        {
            // What takes our bytes for broken TLS resets the connection.
        }

        if (length < bytes.Length)
        {
            throw !network.UseTls && (length == 0 || bytes[0] is TlsAlert or TlsHandshake)
                ? Failed(ManagerConnectionFailure.TlsExpected, network, "expects TLS, or is no manager: leave UseTls at true")
                : Failed(ManagerConnectionFailure.NoManager, network, "closed the connection without an answer");
        }
    }

    private static ManagerConnectionException Failed(ManagerConnectionFailure failure, NetworkAddress network, string what, Exception? cause = null) =>
        new(failure, $"The manager at {network} {what}.", cause);
}
