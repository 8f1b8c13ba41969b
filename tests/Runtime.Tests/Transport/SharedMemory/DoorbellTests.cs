using ProcGen.Protocol;
using ProcGen.Tests.Protocol;
using ProcGen.Transport;

namespace ProcGen.Tests.Transport;

/// <summary>The thread that takes messages may finish calls, but is not needed for anything else while it does.</summary>
public sealed class DoorbellTests
{
    [Fact]
    public async Task What_is_finished_where_messages_are_taken_runs_on_that_thread_after_it_left_the_ring()
    {
        using WildPeer wild = await WildPeer.CreateAsync(wildWorker: true);
        _ = wild.Carrier.ReceiveAsync(wild);
        int thread = 0;
        bool accepted = false;
        bool acceptedInside = true;
        wild.OnReceived = () => accepted = Doorbell.TryFinishHere(new Operation(() =>
        {
            acceptedInside = Doorbell.TryFinishHere(new Operation(() => { }));
            Volatile.Write(ref thread, Environment.CurrentManagedThreadId);
        }));

        wild.Write(Frame());
        await Eventually.HoldsAsync(() => Volatile.Read(ref thread) != 0);

        Assert.True(accepted);
        Assert.Equal(Assert.Single(wild.Threads), thread);

        // What the user's code brings about in there would wait for that code.
        Assert.False(acceptedInside);
        Assert.False(Doorbell.TryFinishHere(new Operation(() => { })));
    }

    [Fact]
    public async Task Code_that_blocks_where_messages_are_taken_keeps_neither_messages_nor_other_code_waiting()
    {
        using WildPeer stuck = await WildPeer.CreateAsync(wildWorker: true);
        using WildPeer other = await WildPeer.CreateAsync(wildWorker: true);
        _ = stuck.Carrier.ReceiveAsync(stuck);
        _ = other.Carrier.ReceiveAsync(other);
        for (int round = 1; round <= 3; round++)
        {
            using var free = new ManualResetEventSlim();
            int finished = 0;
            var blocking = new Operation(() =>
            {
                Assert.True(free.Wait(TimeSpan.FromSeconds(60)));
                Interlocked.Increment(ref finished);
            });
            var next = new Operation(() => Interlocked.Increment(ref finished));
            stuck.OnReceived = () =>
            {
                Assert.True(Doorbell.TryFinishHere(blocking));
                Assert.True(Doorbell.TryFinishHere(next));
            };

            stuck.Write(Frame());
            await Eventually.HoldsAsync(() => Volatile.Read(ref finished) == 1, what: "what was behind the code that blocks has run");
            other.Write(Frame());
            await Eventually.HoldsAsync(() => other.Count == round, what: "the other worker is heard");

            Assert.NotEqual(stuck.Threads[^1], other.Threads[^1]);
            free.Set();
            await Eventually.HoldsAsync(() => Volatile.Read(ref finished) == 2);
        }
    }

    private static byte[] Frame() => Frames.Write(new FrameHeader(FrameType.Log, FrameFlags.None, 0, 0, 16), new byte[16]);

    private sealed class Operation(Action action) : IThreadPoolWorkItem
    {
        public void Execute() => action();
    }
}
