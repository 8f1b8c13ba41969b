using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Stubs = ProcGen.Tests.Managers.NetworkMethods.InProcess;

namespace ProcGen.Tests.Managers;

/// <summary>Managers over a network. The clients that use one are workers, which have no other way to it than the network.</summary>
public sealed class NetworkManagerTests : IDisposable
{
    private static readonly byte[] s_key = RandomNumberGenerator.GetBytes(32);

    private readonly ProcessManager _manager = ProcessManager.Start();
    private readonly ProcessPool _pool = new(new() { Workers = 1 });

    public void Dispose()
    {
        _pool.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _manager.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_uses_the_objects_of_a_manager_and_passes_them_on(bool useTls)
    {
        ManagerEndpoint endpoint = _manager.Listen(Options(useTls));

        Assert.Equal(IPAddress.Loopback, endpoint.Address.Address);
        Assert.Equal(useTls, endpoint.CertificateHash is not null);
        Assert.Equal(_manager.ProcessId, await _pool.RunAsync(Stubs.Connect(endpoint.Address.Port, s_key, useTls, endpoint.CertificateHash)).Soon());
        Assert.Equal(3, await _pool.RunAsync(Stubs.CountTwiceHereAndOnceInAWorker()).Soon());
        Assert.Equal(1_000_000, await _pool.RunAsync(Stubs.SendAndReceive(1_000_000)).Soon());
    }

    [Fact]
    [Trait("Case", "42")]
    public async Task What_stands_in_the_way_of_a_connection_is_said_and_harms_nobody()
    {
        ManagerEndpoint encrypted = _manager.Listen(Options(useTls: true));
        ManagerEndpoint plain = _manager.Listen(Options(useTls: false));
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        _ = Task.Run(async () =>
        {
            using TcpClient client = await other.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync(new byte[200]);
            await Task.Delay(1000);
        });
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var closedAddress = (IPEndPoint)closed.LocalEndpoint;
        closed.Stop();

        await Expect(ManagerConnectionFailure.WrongKey, encrypted.Address, new() { Key = RandomNumberGenerator.GetBytes(32) });
        await Expect(ManagerConnectionFailure.WrongKey, plain.Address, new() { Key = RandomNumberGenerator.GetBytes(32), UseTls = false });
        await Expect(ManagerConnectionFailure.TlsExpected, encrypted.Address, Options(useTls: false));
        await Expect(ManagerConnectionFailure.NoTls, plain.Address, Options(useTls: true));
        await Expect(ManagerConnectionFailure.WrongCertificate, encrypted.Address, new() { Key = s_key, CertificateHash = new string('0', 64) });
        await Expect(ManagerConnectionFailure.NoManager, (IPEndPoint)other.LocalEndpoint, Options(useTls: false));
        await Expect(ManagerConnectionFailure.NoAnswer, (IPEndPoint)silent.LocalEndpoint, new() { Key = s_key, UseTls = false, ConnectTimeout = TimeSpan.FromMilliseconds(300) });
        await Expect(ManagerConnectionFailure.Unreachable, closedAddress, Options(useTls: true));

        Assert.True(_manager.IsAlive);
        Assert.Equal(_manager.ProcessId, await _pool.RunAsync(Stubs.Connect(encrypted.Address.Port, s_key, true, encrypted.CertificateHash)).Soon());

        static async Task Expect(ManagerConnectionFailure failure, EndPoint address, ManagerNetworkOptions options)
        {
            ManagerConnectionException error = await Assert.ThrowsAsync<ManagerConnectionException>(() => ProcessManager.ConnectAsync(address, options).Soon());
            Assert.True(error.Failure == failure, $"{failure} was expected: {error}");
        }
    }

    [Fact]
    [Trait("Case", "41")]
    public async Task A_proxy_of_a_manager_that_was_started_anew_on_the_same_port_is_gone()
    {
        ManagerEndpoint first = _manager.Listen(Options(useTls: false));
        await _pool.RunAsync(Stubs.Connect(first.Address.Port, s_key, false, null)).Soon();
        Assert.Equal(3, await _pool.RunAsync(Stubs.CountTwiceHereAndOnceInAWorker()).Soon());

        await _manager.DisposeAsync();
        using ProcessManager second = ProcessManager.Start();
        ManagerEndpoint again = second.Listen(Options(useTls: false), first.Address);

        Assert.Equal(first.Address, again.Address);
        await Assert.ThrowsAsync<ManagerGoneException>(() => _pool.RunAsync(Stubs.CountTwiceHereAndOnceInAWorker()).Soon());
        Assert.Equal(second.ProcessId, await _pool.RunAsync(Stubs.Connect(again.Address.Port, s_key, false, null)).Soon());
        Assert.Equal(3, await _pool.RunAsync(Stubs.CountTwiceHereAndOnceInAWorker()).Soon());
    }

    [Fact]
    public async Task What_lives_in_the_memory_of_this_machine_does_not_leave_it()
    {
        ManagerEndpoint endpoint = _manager.Listen(Options(useTls: false));
        await _pool.RunAsync(Stubs.Connect(endpoint.Address.Port, s_key, false, null)).Soon();

        var error = await Assert.ThrowsAsync<ProcessSerializationException>(() => _pool.RunAsync(Stubs.SendMemory()).Soon());

        Assert.Contains("cannot be sent to another one", error.Message, StringComparison.Ordinal);
        Assert.Contains("SharedDictionary", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_is_never_on_the_wire()
    {
        ManagerEndpoint endpoint = _manager.Listen(Options(useTls: false));
        using var relay = new TcpListener(IPAddress.Loopback, 0);
        relay.Start();
        var seen = new MemoryStream();
        Task relaying = RelayAsync();

        await ProcessManager.ConnectAsync(relay.LocalEndpoint, Options(useTls: false)).Soon();
        await relaying.Soon();

        byte[] bytes = seen.ToArray();
        Assert.True(bytes.Length > 200);
        Assert.Equal(-1, bytes.AsSpan().IndexOf(s_key));
        Assert.Equal(-1, bytes.AsSpan().IndexOf(SHA256.HashData(s_key)));

        async Task RelayAsync()
        {
            using TcpClient client = await relay.AcceptTcpClientAsync();
            using var manager = new TcpClient();
            await manager.ConnectAsync(endpoint.Address);
            await Task.WhenAny(CopyAsync(client.GetStream(), manager.GetStream()), CopyAsync(manager.GetStream(), client.GetStream()));
        }

        async Task CopyAsync(NetworkStream from, NetworkStream to)
        {
            byte[] buffer = new byte[4096];
            int read;
            while ((read = await from.ReadAsync(buffer)) > 0)
            {
                lock (seen)
                {
                    seen.Write(buffer, 0, read);
                }

                await to.WriteAsync(buffer.AsMemory(0, read));
            }
        }
    }

    [Fact]
    public void A_short_key_is_refused() => Assert.Throws<ArgumentException>(() => _manager.Listen(new() { Key = new byte[8] }));

    private static ManagerNetworkOptions Options(bool useTls) => new() { Key = s_key, UseTls = useTls };
}
