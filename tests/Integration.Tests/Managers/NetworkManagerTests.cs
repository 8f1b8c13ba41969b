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

    [Theory]
    [InlineData("argument")]
    [InlineData("item")]
    [InlineData("shared value")]
    public async Task What_lives_in_the_memory_of_this_machine_does_not_leave_it(string way)
    {
        ManagerEndpoint endpoint = _manager.Listen(Options(useTls: false));
        await _pool.RunAsync(Stubs.Connect(endpoint.Address.Port, s_key, false, null)).Soon();

        var error = await Assert.ThrowsAsync<ProcessSerializationException>(() => _pool.RunAsync(Stubs.SendMemory(way)).Soon());

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

        await _pool.RunAsync(Stubs.Connect(((IPEndPoint)relay.LocalEndpoint).Port, s_key, false, null)).Soon();
        Assert.Equal(6, await _pool.RunAsync(Stubs.SumOverSequences()).Soon());
        await _pool.DisposeAsync();
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
    public async Task A_manager_on_a_network_is_not_told_a_key()
    {
        ManagerEndpoint endpoint = _manager.Listen(Options(useTls: false));
        await _pool.RunAsync(Stubs.Connect(endpoint.Address.Port, s_key, false, null)).Soon();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => _pool.RunAsync(Stubs.ListenThere(s_key)).Soon());

        Assert.Contains("the key would have to travel", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Case", "42")]
    public async Task Another_build_is_told_apart_from_a_wrong_key()
    {
        ManagerEndpoint endpoint = _manager.Listen(Options(useTls: false));
        byte[] hello = new byte[80];
        using (var watcher = new TcpListener(IPAddress.Loopback, 0))
        {
            watcher.Start();
            Task<ProcessManager> connecting = ProcessManager.ConnectAsync(watcher.LocalEndpoint, Options(useTls: false));
            using TcpClient client = await watcher.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
            await client.GetStream().ReadExactlyAsync(hello, TestContext.Current.CancellationToken);
            client.Close();
            await Assert.ThrowsAsync<ManagerConnectionException>(() => connecting.Soon());
        }

        // The same with another version of the protocol, to the manager; its answer then goes to a client.
        hello[8] ^= 0xFF;
        byte[] answer = new byte[80];
        using (var stranger = new TcpClient())
        {
            await stranger.ConnectAsync(endpoint.Address, TestContext.Current.CancellationToken);
            await stranger.GetStream().WriteAsync(hello, TestContext.Current.CancellationToken);
            await stranger.GetStream().ReadExactlyAsync(answer, TestContext.Current.CancellationToken).AsTask().Soon();
            Assert.True(await EndsAsync(stranger));
        }

        using var replay = new TcpListener(IPAddress.Loopback, 0);
        replay.Start();
        Task<ProcessManager> other = ProcessManager.ConnectAsync(replay.LocalEndpoint, Options(useTls: false));
        using TcpClient told = await replay.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await told.GetStream().WriteAsync(answer, TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<ManagerConnectionException>(() => other.Soon());

        Assert.Equal(ManagerConnectionFailure.WrongVersion, error.Failure);
    }

    [Theory]
    [Trait("Case", "42")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Strangers_that_say_nothing_are_turned_away_and_keep_nobody_out_for_long(bool useTls)
    {
        ManagerEndpoint endpoint = _manager.Listen(new() { Key = s_key, UseTls = useTls, ConnectTimeout = TimeSpan.FromMilliseconds(500) });
        TcpClient[] strangers = [.. Enumerable.Range(0, 40).Select(_ => new TcpClient())];
        try
        {
            foreach (TcpClient stranger in strangers)
            {
                await stranger.ConnectAsync(endpoint.Address, TestContext.Current.CancellationToken);
            }

            Assert.Equal(_manager.ProcessId, await _pool.RunAsync(Stubs.Connect(endpoint.Address.Port, s_key, useTls, endpoint.CertificateHash)).Soon());
            foreach (TcpClient stranger in strangers)
            {
                Assert.True(await EndsAsync(stranger));
            }
        }
        finally
        {
            Array.ForEach(strangers, stranger => stranger.Dispose());
        }
    }

    [Fact]
    public async Task A_message_that_is_too_long_costs_its_sender_the_connection_and_nobody_else()
    {
        ManagerEndpoint endpoint = _manager.Listen(new() { Key = s_key, MaxMessageLength = 100_000 });
        await _pool.RunAsync(Stubs.Connect(endpoint.Address.Port, s_key, true, endpoint.CertificateHash)).Soon();
        Assert.Equal(10_000, await _pool.RunAsync(Stubs.SendAndReceive(10_000)).Soon());

        await Assert.ThrowsAsync<ManagerGoneException>(() => _pool.RunAsync(Stubs.SendAndReceive(1_000_000)).Soon());

        Assert.Empty(_manager.CreateDictionary<string, int>());
        Assert.Equal(_manager.ProcessId, await _pool.RunAsync(Stubs.Connect(endpoint.Address.Port, s_key, true, endpoint.CertificateHash)).Soon());
        Assert.Equal(10_000, await _pool.RunAsync(Stubs.SendAndReceive(10_000)).Soon());
    }

    [Fact]
    public void A_short_key_is_refused() => Assert.Throws<ArgumentException>(() => _manager.Listen(new() { Key = new byte[8] }));

    /// <summary>Whether the other side ends the connection, after at most a few bytes; the wait has a deadline.</summary>
    private static async Task<bool> EndsAsync(TcpClient client)
    {
        byte[] bytes = new byte[256];
        try
        {
            while (await client.GetStream().ReadAsync(bytes, TestContext.Current.CancellationToken).AsTask().Soon() > 0)
            {
            }
        }
        catch (IOException)
        {
            // Reset.
        }

        return true;
    }

    private static ManagerNetworkOptions Options(bool useTls) => new() { Key = s_key, UseTls = useTls };
}
