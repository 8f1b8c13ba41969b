using System.Net.Sockets;
using ProcGen.Transport;

namespace ProcGen.Tests.Transport;

public sealed class LinuxSocketChannelTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_read_ends_when_the_channel_is_disposed_of()
    {
        (SocketChannel left, DescriptorChannel right) = await SocketPair.CreateAsync();
        using (left)
        {
            Task<int> reading = Task.Run(() => right.Read(new byte[1]));
            right.Dispose();

            // The end, or an error that says so: never a read of another descriptor that got the number.
            try
            {
                Assert.Equal(0, await reading.WaitAsync(s_patience, TestContext.Current.CancellationToken));
            }
            catch (IOException error)
            {
                Assert.Contains("connection", error.Message, StringComparison.Ordinal);
            }

            Assert.Throws<IOException>(() => right.Read(new byte[1]));
            Assert.Throws<IOException>(() => right.TryWrite(new byte[1]));
        }
    }

    [Fact]
    public async Task A_handshake_does_not_wait_longer_than_it_may()
    {
        (SocketChannel left, DescriptorChannel right) = await SocketPair.CreateAsync();
        using (left)
        using (right)
        {
            await left.WriteAsync(new byte[3], TestContext.Current.CancellationToken);
            Task reading = Task.Run(() => right.ReadExactly(new byte[4], TimeSpan.FromMilliseconds(50)));
            await Assert.ThrowsAsync<TimeoutException>(() => reading.WaitAsync(s_patience, TestContext.Current.CancellationToken));
            Task writing = Task.Run(() => right.Write(new byte[64 << 20], TimeSpan.FromMilliseconds(50)));
            await Assert.ThrowsAsync<TimeoutException>(() => writing.WaitAsync(s_patience, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task What_does_not_fit_is_written_as_the_other_side_reads()
    {
        (SocketChannel left, DescriptorChannel right) = await SocketPair.CreateAsync();
        using (left)
        using (right)
        {
            byte[] sent = new byte[8 << 20];
            Random.Shared.NextBytes(sent);
            int first = right.TryWrite(sent);
            Assert.InRange(first, 1, sent.Length - 1);
            Assert.Equal(0, right.TryWrite(sent));

            Task writing = Task.Run(() => right.WriteAsync(sent).AsTask());
            byte[] received = new byte[first + sent.Length];
            await left.ReadExactlyAsync(received, TestContext.Current.CancellationToken);
            Assert.Equal(sent, received[first..]);
            await writing;
        }
    }

    [Fact]
    public async Task Writing_to_who_is_gone_is_an_error_and_no_signal()
    {
        (SocketChannel left, DescriptorChannel right) = await SocketPair.CreateAsync();
        using (right)
        {
            left.Dispose();
            await Assert.ThrowsAsync<IOException>(async () =>
            {
                // SIGPIPE would end this process.
                await right.WriteAsync(new byte[1 << 20]);
            });
            Assert.Equal(0, right.Read(new byte[1]));
        }
    }

    [Theory]
    [InlineData(107, true)]
    [InlineData(108, false)]
    public void A_path_is_used_up_to_the_length_that_an_address_has(int length, bool fits)
    {
        string directory = Directory.CreateTempSubdirectory("pg-").FullName;
        try
        {
            string path = Path.Combine(directory, new string('s', length - directory.Length - 1));
            using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            if (fits)
            {
                listener.Bind(new UnixDomainSocketEndPoint(path));
                listener.Listen();
                using LinuxSocketChannel channel = LinuxSocketChannel.Connect(path);
                using Socket accepted = listener.Accept();
                Assert.Equal(1, channel.TryWrite([7]));
                Assert.Equal(1, accepted.Receive(new byte[1]));
            }
            else
            {
                Assert.Contains(path, Assert.Throws<IOException>(() => LinuxSocketChannel.Connect(path)).Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
