using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ProcGen.Protocol;

namespace ProcGen.Managers;

/// <summary>The listening side over a network, in the manager's process. A stranger costs it a few bytes and a bounded time, and one more connection of a bounded number.</summary>
internal sealed class NetworkListener
{
    private const int MostStrangers = 32;

    private readonly Socket _socket;
    private readonly ListenRequest _request;
    private readonly ManagerServer _server;
    private readonly X509Certificate2? _certificate;
    private readonly byte[] _certificateHash = [];
    private readonly SemaphoreSlim _strangers = new(MostStrangers);

    private NetworkListener(Socket socket, ListenRequest request, ManagerServer server)
    {
        _socket = socket;
        _request = request;
        _server = server;
        if (request.UseTls)
        {
            _certificate = request.Certificate.Length > 0 ? X509CertificateLoader.LoadPkcs12(request.Certificate, null) : MakeCertificate();
            _certificateHash = SHA256.HashData(_certificate.RawData);
        }
    }

    /// <summary>Begins to listen.</summary>
    /// <returns>The address, and the hash of the certificate; empty without one.</returns>
    /// <exception cref="SocketException">The address cannot be had.</exception>
    public static (IPEndPoint Address, string CertificateHash) Start(ListenRequest request, ManagerServer server)
    {
        var endpoint = IPEndPoint.Parse(request.Endpoint);
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                // So that a restart gets the port while connections of the one before are being forgotten.
                socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            }

            socket.Bind(endpoint);
            socket.Listen();
            var listener = new NetworkListener(socket, request, server);
            ThreadPool.UnsafeQueueUserWorkItem(static l => _ = l.AcceptAsync(), listener, preferLocal: false);
            return ((IPEndPoint)socket.LocalEndPoint!, Convert.ToHexString(listener._certificateHash));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ProcGen manager", key, HashAlgorithmName.SHA256);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));

        // Windows takes only keys that were loaded.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            await _strangers.WaitAsync().ConfigureAwait(false);
            try
            {
                Socket socket = await _socket.AcceptAsync().ConfigureAwait(false);
                _ = WelcomeAsync(socket);
            }
            catch (SocketException)
            {
                // A client that was gone before it was accepted, or no descriptor left: others may come.
                _strangers.Release();
                await Task.Delay(10).ConfigureAwait(false);
            }
        }
    }

    private async Task WelcomeAsync(Socket socket)
    {
        NetworkChannel? admitted = null;
        Stream? stream = null;
        try
        {
            using var deadline = new CancellationTokenSource(_request.ConnectTimeout);
            NetworkChannel.Configure(socket, _request.LinkTimeout);
            stream = new NetworkStream(socket, ownsSocket: false);
            if (_certificate is not null)
            {
                var encrypted = new SslStream(stream, leaveInnerStreamOpen: false);
                stream = encrypted;
                await encrypted.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, deadline.Token).ConfigureAwait(false);
            }

            var channel = new NetworkChannel(socket, stream);
            admitted = await IsAdmittedAsync(channel, deadline.Token).ConfigureAwait(false) ? channel : null;
        }
        catch (Exception e) when (e is IOException or AuthenticationException or OperationCanceledException or SocketException)
        {
            // A stranger, or one that is gone. There is nobody who could be told more than that the connection ends.
        }
        finally
        {
            _strangers.Release();
            if (admitted is null)
            {
                // The socket first: a stream that is encrypted would wait to say goodbye.
                socket.Dispose();
                stream?.Dispose();
            }
        }

        if (admitted is not null)
        {
            _server.ServeNetwork(admitted, _request.MaxMessageLength);
        }
    }

    private async Task<bool> IsAdmittedAsync(NetworkChannel channel, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[NetworkHello.Size];
        await channel.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        if (!NetworkHello.TryRead(bytes, out NetworkHello client))
        {
            return false;
        }

        Guid instance = _server.Address.Instance;
        NetworkStatus status =
            client.Version != ProtocolLimits.Version || ModuleVersions.Differ(client.Runtime, Handshake.CurrentRuntimeVersion) ? NetworkStatus.WrongVersion
            : client.Instance != Guid.Empty && client.Instance != instance ? NetworkStatus.OtherManager
            : NetworkStatus.Accepted;
        NetworkHello own = NetworkHello.Create(status, instance);
        await channel.WriteAsync(own.Write(), cancellationToken).ConfigureAwait(false);
        if (status != NetworkStatus.Accepted)
        {
            return false;
        }

        byte[] key = _request.Key.ToArray();
        byte[] proof = new byte[NetworkHello.ProofSize];
        await channel.ReadExactlyAsync(proof, cancellationToken).ConfigureAwait(false);
        bool knowsKey = CryptographicOperations.FixedTimeEquals(proof, NetworkHello.Prove(key, isManager: false, client, own, _certificateHash));
        byte[] answer = new byte[NetworkHello.AnswerSize];
        BinaryPrimitives.WriteInt32LittleEndian(answer, (int)(knowsKey ? NetworkStatus.Accepted : NetworkStatus.WrongKey));
        BinaryPrimitives.WriteInt32LittleEndian(answer.AsSpan(4), Environment.ProcessId);
        if (knowsKey)
        {
            NetworkHello.Prove(key, isManager: true, client, own, _certificateHash).CopyTo(answer, 8);
        }

        await channel.WriteAsync(answer, cancellationToken).ConfigureAwait(false);
        return knowsKey;
    }
}
