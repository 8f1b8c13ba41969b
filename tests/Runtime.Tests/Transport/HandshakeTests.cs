using System.Diagnostics;
using ProcGen.Protocol;
using ProcGen.Transport;
using ProcGen.Tests.Workers;

namespace ProcGen.Tests.Transport;

public sealed class HandshakeTests
{
    private readonly byte[] _token = TransportSecrets.CreateToken();

    [Fact]
    public async Task Both_sides_agree_when_everything_fits()
    {
        using TransportListener listener = TransportListener.Create();
        Task<ByteChannel> accepting = Accept(listener);
        using ByteChannel worker = TransportConnector.Connect(listener.Address);

        await Task.Run(() => HandshakeExchange.Connect(worker, _token, Environment.ProcessId)).Soon();

        using ByteChannel parent = await accepting.Soon();
        Assert.Equal(Environment.ProcessId, parent.GetPeer().ProcessId);
        await worker.WriteAsync("hello"u8.ToArray(), TestContext.Current.CancellationToken);
        byte[] heard = new byte[5];
        await parent.ReadExactlyAsync(heard, TestContext.Current.CancellationToken);
        Assert.Equal("hello"u8.ToArray(), heard);
    }

    [Fact]
    public async Task A_worker_with_a_wrong_token_is_refused_and_the_right_one_still_heard()
    {
        using TransportListener listener = TransportListener.Create();
        Task<ByteChannel> accepting = Accept(listener);
        using (ByteChannel wrong = TransportConnector.Connect(listener.Address))
        {
            var error = await Assert.ThrowsAsync<HandshakeException>(() => Task.Run(() => HandshakeExchange.Connect(wrong, TransportSecrets.CreateToken(), Environment.ProcessId)).Soon());
            Assert.Contains("token", error.Message);
        }

        Assert.False(accepting.IsCompleted);
        using ByteChannel right = TransportConnector.Connect(listener.Address);
        await Task.Run(() => HandshakeExchange.Connect(right, _token, Environment.ProcessId)).Soon();
        (await accepting.Soon()).Dispose();
    }

    [Fact]
    public async Task A_parent_that_does_not_know_its_half_of_the_token_is_refused_by_the_worker()
    {
        using TransportListener listener = TransportListener.Create();
        byte[] half = [.. _token];
        half.AsSpan(Handshake.ProofSize).Clear();
        Task<ByteChannel> accepting = HandshakeExchange.AcceptAsync(listener, half, Environment.ProcessId, TestContext.Current.CancellationToken);
        using ByteChannel worker = TransportConnector.Connect(listener.Address);

        await Assert.ThrowsAsync<HandshakeException>(() => Task.Run(() => HandshakeExchange.Connect(worker, _token, Environment.ProcessId)).Soon());
        (await accepting.Soon()).Dispose();
    }

    [Fact]
    public async Task A_worker_of_another_protocol_version_is_told_so_on_both_sides()
    {
        Handshake other = Handshake.Current(HandshakeStatus.Accepted) with { Version = ProtocolLimits.Version + 1 };

        (HandshakeException parent, Handshake answer) = await RefuseAsync(other);

        Assert.Contains($"protocol versions differ: {ProtocolLimits.Version} in the parent, {ProtocolLimits.Version + 1} in the worker", parent.Message);
        Assert.Equal(HandshakeStatus.WrongVersion, answer.Status);
    }

    [Fact]
    public async Task A_worker_with_another_build_of_the_runtime_is_told_so_on_both_sides()
    {
        Guid build = Guid.NewGuid();
        Handshake other = Handshake.Current(HandshakeStatus.Accepted) with { RuntimeVersion = build };

        (HandshakeException parent, Handshake answer) = await RefuseAsync(other);

        Assert.Contains("builds of ProcGen.Runtime differ", parent.Message);
        Assert.Contains(build.ToString(), parent.Message);
        Assert.Equal(HandshakeStatus.WrongRuntime, answer.Status);
    }

    [Fact]
    public async Task A_connection_of_another_process_is_turned_away_unheard()
    {
        using TransportListener listener = TransportListener.Create();
        int somebody = Process.GetProcessById(1).Id;
        using var cancellation = new CancellationTokenSource();
        Task<ByteChannel> accepting = HandshakeExchange.AcceptAsync(listener, _token, somebody, cancellation.Token);
        using ByteChannel stranger = TransportConnector.Connect(listener.Address);

        // It has the right token, and is the wrong process.
        await Assert.ThrowsAnyAsync<IOException>(() => Task.Run(() => HandshakeExchange.Connect(stranger, _token, Environment.ProcessId)).Soon());

        Assert.False(accepting.IsCompleted);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accepting.Soon());
    }

    [Fact]
    public async Task A_worker_does_not_talk_to_a_process_that_did_not_start_it()
    {
        using TransportListener listener = TransportListener.Create();
        using ByteChannel worker = TransportConnector.Connect(listener.Address);

        var error = await Assert.ThrowsAsync<HandshakeException>(() => Task.Run(() => HandshakeExchange.Connect(worker, _token, parentId: 1)).Soon());

        Assert.Contains("is not the one that started this worker", error.Message);
    }

    [Fact]
    public async Task Bytes_that_are_no_handshake_end_their_connection_and_not_the_wait()
    {
        using TransportListener listener = TransportListener.Create();
        Task<ByteChannel> accepting = Accept(listener);
        using (ByteChannel noise = TransportConnector.Connect(listener.Address))
        {
            await noise.WriteAsync(new byte[Handshake.Size], TestContext.Current.CancellationToken);
            Assert.Equal(0, await noise.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        }

        using (TransportConnector.Connect(listener.Address))
        {
            // Closed without a word.
        }

        using ByteChannel right = TransportConnector.Connect(listener.Address);
        await Task.Run(() => HandshakeExchange.Connect(right, _token, Environment.ProcessId)).Soon();
        (await accepting.Soon()).Dispose();
    }

    [Fact]
    public void Tokens_differ_and_are_compared_whole()
    {
        byte[] other = TransportSecrets.CreateToken();
        byte[] nearly = [.. _token];
        nearly[^1] ^= 1;

        Assert.NotEqual(_token, other);
        Assert.True(TransportSecrets.AreEqual(_token, [.. _token]));
        Assert.False(TransportSecrets.AreEqual(_token, other));
        Assert.False(TransportSecrets.AreEqual(_token, nearly));
        Assert.False(TransportSecrets.AreEqual(_token, _token.AsSpan(1)));
    }

    [Fact]
    public void Nobody_listens_at_an_address_that_is_gone()
    {
        string address;
        using (TransportListener listener = TransportListener.Create())
        {
            address = listener.Address;
        }

        Assert.Throws<IOException>(() => TransportConnector.Connect(address));
        Assert.Throws<IOException>(() => TransportConnector.Connect("carrier pigeon"));
    }

    [Fact]
    public async Task A_socket_in_a_folder_of_its_own_serves_as_well_and_leaves_nothing()
    {
        string folder;
        using (var listener = new SocketListener(new SocketFolder()))
        {
            string path = listener.Address[TransportConnector.PathPrefix.Length..];
            folder = Path.GetDirectoryName(path)!;
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
            Task<ByteChannel> accepting = Accept(listener);
            using ByteChannel worker = TransportConnector.Connect(listener.Address);
            await Task.Run(() => HandshakeExchange.Connect(worker, _token, Environment.ProcessId)).Soon();
            (await accepting.Soon()).Dispose();
        }

        Assert.False(Directory.Exists(folder));
    }

    private Task<ByteChannel> Accept(TransportListener listener) =>
        HandshakeExchange.AcceptAsync(listener, _token, Environment.ProcessId, TestContext.Current.CancellationToken);

    private async Task<(HandshakeException Parent, Handshake Answer)> RefuseAsync(Handshake hello)
    {
        using TransportListener listener = TransportListener.Create();
        Task<ByteChannel> accepting = Accept(listener);
        using ByteChannel worker = TransportConnector.Connect(listener.Address);
        byte[] bytes = new byte[Handshake.Size];
        hello.Write(bytes, Handshake.WorkerProof(_token));
        await worker.WriteAsync(bytes, TestContext.Current.CancellationToken);
        await worker.ReadExactlyAsync(bytes, TestContext.Current.CancellationToken);
        Assert.True(Handshake.TryRead(bytes, out Handshake answer));
        Assert.All(Handshake.ProofOf(bytes).ToArray(), b => Assert.Equal(0, b));
        return (await Assert.ThrowsAsync<HandshakeException>(() => accepting.Soon()), answer);
    }
}
