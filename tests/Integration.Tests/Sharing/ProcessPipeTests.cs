using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Sharing;

public sealed class ProcessPipeTests : IClassFixture<LeakCheck>
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Both_ends_send_and_receive_and_the_end_ends_the_other_side()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        (ProcessPipe<string> ours, ProcessPipe<string> theirs) = ProcessPipe.Create<string>();
        Task<int> echo = pool.RunAsync(Queues.InProcess.Echo(theirs));
        theirs.Dispose();
        for (int i = 0; i < 1000; i++)
        {
            ours.Send($"message {i}");
            Assert.Equal($"message {i}", i % 2 == 0 ? ours.Receive() : await ours.ReceiveAsync());
        }

        ours.Dispose();
        Assert.Equal(1000, await echo.Soon());
    }

    [Fact]
    public async Task Boundaries_are_kept_and_the_end_is_not_an_empty_message()
    {
        int[] sizes = [0, 1, 16 * 1024 * 1024, 0, 65_536, 2];
        (ProcessPipe<string> ours, ProcessPipe<string> theirs) = ProcessPipe.CreateOneWay<string>();
        using (ours)
        {
            await using var process = WorkerProcess.Start(Queues.InProcess.SendSizes(theirs, sizes));
            theirs.Dispose();
            foreach (int size in sizes)
            {
                byte[] bytes = ours.ReceiveBytes(new CancellationTokenSource(s_patience).Token);
                Assert.Equal(size, bytes.Length);
                Assert.Equal(-1, bytes.AsSpan().IndexOfAnyExcept((byte)7));
            }

            Assert.Throws<EndOfStreamException>(() => ours.ReceiveBytes(new CancellationTokenSource(s_patience).Token));
            Assert.True(ours.IsEnded);
            Assert.True(ours.Poll(TimeSpan.Zero));
        }
    }

    [Fact]
    public async Task The_death_of_the_other_side_is_the_end_after_what_it_sent()
    {
        (ProcessPipe<string> ours, ProcessPipe<string> theirs) = ProcessPipe.Create<string>();
        using (ours)
        {
            await using var process = WorkerProcess.Start(Queues.InProcess.SendAndStay(theirs), new() { Output = new CapturedOutput().Output });
            theirs.Dispose();
            Assert.True(ours.Poll(s_patience));
            Task<string> blocked = Task.Factory.StartNew(() => { ours.Receive(); return ours.Receive(); }, TaskCreationOptions.LongRunning);

            await Eventually.HoldsAsync(() => !ours.Poll(TimeSpan.Zero));
            process.Kill();

            await Assert.ThrowsAsync<EndOfStreamException>(() => blocked.Soon());
            await Assert.ThrowsAsync<EndOfStreamException>(() => ours.ReceiveAsync().AsTask().Soon());
            Assert.Throws<IOException>(() => ours.Send("anybody?"));
        }
    }

    [Fact]
    public void A_full_pipe_makes_its_sender_wait_and_a_one_way_pipe_has_one_way()
    {
        (ProcessPipe<byte[]> receiver, ProcessPipe<byte[]> sender) = ProcessPipe.CreateOneWay<byte[]>();
        using (receiver)
        using (sender)
        {
            int sent = 0;
            while (sender.TrySend(new byte[10_000], s_moment))
            {
                sent++;
            }

            Assert.InRange(sent, 50, 105);
            for (int i = 0; i < sent; i++)
            {
                Assert.Equal(10_000, receiver.Receive().Length);
            }

            Assert.False(receiver.TryReceive(out _, s_moment));
            Assert.False(receiver.Poll(s_moment));
            Assert.Throws<InvalidOperationException>(() => sender.Receive());
            Assert.Throws<InvalidOperationException>(() => receiver.Send([]));
        }
    }
}
