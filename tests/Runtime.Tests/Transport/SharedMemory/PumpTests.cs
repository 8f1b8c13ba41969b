using ProcGen.Protocol;
using ProcGen.Tests.Protocol;
using ProcGen.Transport;

namespace ProcGen.Tests.Transport;

/// <summary>A thread that waits takes the messages itself: a blocked caller in the parent, the main thread in a worker.</summary>
public sealed class PumpTests
{
    private static readonly Book s_watched = new(1, unwatched: false);
    private static readonly Book s_unwatched = new(1, unwatched: true);

    [Fact]
    public async Task A_blocked_caller_takes_the_reply_on_its_own_thread_and_gives_the_ring_back()
    {
        using WildPeer wild = await WildPeer.CreateAsync(wildWorker: true);
        _ = wild.Carrier.ReceiveAsync(wild);
        await Eventually.HoldsAsync(() => wild.Incoming.Waiting == PeerBells.Receiver);

        // Nobody is rung for: without the caller this frame would lie there for ever.
        bool written = false;
        int thread = await OnThreadOfItsOwnAsync(() => PumpWhile(wild, () => wild.Count == 0, () =>
        {
            if (!written)
            {
                written = true;
                wild.WriteQuietly(Frame());
            }
        }));

        Assert.Equal(thread, Assert.Single(wild.Threads));
        Assert.Equal(PeerBells.Receiver, wild.Incoming.Waiting);
        wild.Write(Frame());
        await Eventually.HoldsAsync(() => wild.Count == 2);
        Assert.NotEqual(thread, wild.Threads[1]);
    }

    [Fact]
    public async Task A_blocked_caller_saves_its_worker_from_ringing()
    {
        using WildPeer wild = await WildPeer.CreateAsync(wildWorker: true);
        _ = wild.Carrier.ReceiveAsync(wild);
        await Eventually.HoldsAsync(() => wild.Incoming.Waiting == PeerBells.Receiver);

        bool looked = false;
        await OnThreadOfItsOwnAsync(() => PumpWhile(wild, () => !looked, () => looked = true));

        Assert.Equal(PeerBells.Receiver, wild.Incoming.Waiting);
    }

    [Fact]
    public async Task A_caller_whose_reply_does_not_come_soon_stops_looking()
    {
        using WildPeer wild = await WildPeer.CreateAsync(wildWorker: true);
        _ = wild.Carrier.ReceiveAsync(wild);

        await OnThreadOfItsOwnAsync(() => ((IReplyPump)wild.Carrier).PumpFor(new Waiter(() => true), s_watched));

        wild.Write(Frame());
        await Eventually.HoldsAsync(() => wild.Count == 1);
    }

    [Fact]
    public async Task A_caller_that_was_the_last_leaves_the_ring_to_the_next_one_and_only_what_cannot_wait_is_rung_for()
    {
        using WildPeer wild = await WildPeer.CreateAsync(wildWorker: true);
        _ = wild.Carrier.ReceiveAsync(wild);
        await Eventually.HoldsAsync(() => wild.Incoming.Waiting == PeerBells.Receiver);

        await OnThreadOfItsOwnAsync(() => Pump(wild, new Book(0, unwatched: false), turns: 1));
        wild.WriteQuietly(Frame());
        Assert.Equal(PeerBells.Nobody, wild.Writer.TakeWaiting(canWait: true));
        int thread = await OnThreadOfItsOwnAsync(() => Pump(wild, new Book(1, unwatched: false), turns: 2));

        Assert.Equal(thread, Assert.Single(wild.Threads));
        await OnThreadOfItsOwnAsync(() => Pump(wild, new Book(0, unwatched: false), turns: 1));
        wild.Send(Frame());
        await Eventually.HoldsAsync(() => wild.Count == 2);
        Assert.NotEqual(thread, wild.Threads[1]);
    }

    [Fact]
    public async Task A_caller_that_leaves_others_behind_has_the_doorbell_rung_for_them()
    {
        using WildPeer wild = await WildPeer.CreateAsync(wildWorker: true);
        _ = wild.Carrier.ReceiveAsync(wild);
        await Eventually.HoldsAsync(() => wild.Incoming.Waiting == PeerBells.Receiver);

        // It was the last one when it looked into the book, and is not any more when it has left.
        var book = new Book(0, unwatched: false) { Next = 1 };
        await OnThreadOfItsOwnAsync(() => Pump(wild, book, turns: 1));

        await Eventually.HoldsAsync(() => wild.Incoming.Waiting == PeerBells.Receiver);
    }

    [Fact]
    public async Task A_violation_that_a_caller_meets_ends_the_connection()
    {
        using WildPeer wild = await WildPeer.CreateAsync(wildWorker: true);
        Task receiving = wild.Carrier.ReceiveAsync(wild);
        byte[] frame = Frame();
        frame[^1] ^= 1;

        await OnThreadOfItsOwnAsync(() =>
        {
            wild.WriteQuietly(frame);
            ((IReplyPump)wild.Carrier).PumpFor(new Waiter(() => true), s_watched);
        });
        wild.Ring();

        await Assert.ThrowsAsync<ProtocolException>(() => receiving.Soon());
    }

    [Fact]
    public async Task The_end_of_a_worker_is_seen_while_callers_look_and_nothing_is_lost()
    {
        for (int i = 0; i < 50; i++)
        {
            using WildPeer wild = await WildPeer.CreateAsync(wildWorker: true);
            Task receiving = wild.Carrier.ReceiveAsync(wild);
            Task calling = OnThreadOfItsOwnAsync(() =>
            {
                while (!receiving.IsCompleted)
                {
                    ((IReplyPump)wild.Carrier).PumpFor(new Waiter(() => !receiving.IsCompleted), s_watched);
                }
            });
            wild.Write(Frame());
            wild.Control.Dispose();

            await receiving.Soon();
            await calling.Soon();
            Assert.Equal(1, wild.Count);
        }
    }

    [Fact]
    public async Task A_main_thread_without_work_takes_messages_itself_and_the_other_one_while_it_is_busy()
    {
        using WildPeer wild = await WildPeer.CreateAsync(wildWorker: false);
        _ = wild.Carrier.ReceiveAsync(wild);
        using var busy = new ManualResetEventSlim();
        using var free = new ManualResetEventSlim();
        Task<int> main = OnThreadOfItsOwnAsync(() =>
        {
            PumpUntil(wild, new Work(() => wild.Count == 1));
            busy.Set();
            Assert.True(free.Wait(TimeSpan.FromSeconds(60)));
            PumpUntil(wild, new Work(() => wild.Count == 3));
        });

        await Eventually.HoldsAsync(() => wild.Incoming.Waiting == PeerBells.Main);
        wild.Send(Frame());
        Assert.True(busy.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        await Eventually.HoldsAsync(() => wild.Incoming.Waiting == PeerBells.Busy);
        wild.Send(Frame());
        await Eventually.HoldsAsync(() => wild.Count == 2);
        free.Set();
        await Eventually.HoldsAsync(() => wild.Incoming.Waiting == PeerBells.Main);
        wild.Send(Frame());

        int thread = await main.Soon();
        Assert.Equal(thread, wild.Threads[0]);
        Assert.NotEqual(thread, wild.Threads[1]);
        Assert.Equal(thread, wild.Threads[2]);
    }

    [Fact]
    public async Task What_can_wait_for_the_end_of_a_body_wakes_nobody_and_is_taken_after_it()
    {
        using WildPeer wild = await WildPeer.CreateAsync(wildWorker: false);
        _ = wild.Carrier.ReceiveAsync(wild);
        using var free = new ManualResetEventSlim();
        Task<int> main = OnThreadOfItsOwnAsync(() =>
        {
            PumpUntil(wild, new Work(() => wild.Count == 1));
            Assert.True(free.Wait(TimeSpan.FromSeconds(60)));
            PumpUntil(wild, new Work(() => wild.Count == 2));
        });
        await Eventually.HoldsAsync(() => wild.Incoming.Waiting == PeerBells.Main);
        wild.Send(Frame());
        await Eventually.HoldsAsync(() => wild.Incoming.Waiting == PeerBells.Busy);

        wild.WriteQuietly(Frame());

        Assert.Equal(PeerBells.Nobody, wild.Writer.TakeWaiting(canWait: true));
        Assert.Equal(PeerBells.Busy, wild.Incoming.Waiting);
        free.Set();
        int thread = await main.Soon();
        Assert.Equal([thread, thread], wild.Threads);
    }

    [Fact]
    public async Task Work_from_elsewhere_wakes_a_main_thread_that_sleeps_for_messages()
    {
        using WildPeer wild = await WildPeer.CreateAsync(wildWorker: false);
        _ = wild.Carrier.ReceiveAsync(wild);
        bool hasWork = false;
        Task<int> main = OnThreadOfItsOwnAsync(() => PumpUntil(wild, new Work(() => Volatile.Read(ref hasWork))));
        await Eventually.HoldsAsync(() => wild.Incoming.Waiting == PeerBells.Main);

        Volatile.Write(ref hasWork, true);
        ((IWorkPump)wild.Carrier).Wake();

        await main.Soon();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_end_of_a_parent_is_seen_while_the_main_thread_sleeps(bool violates)
    {
        using WildPeer wild = await WildPeer.CreateAsync(wildWorker: false);
        Task receiving = wild.Carrier.ReceiveAsync(wild);
        Task<int> main = OnThreadOfItsOwnAsync(() =>
        {
            while (!receiving.IsCompleted)
            {
                Assert.False(((IWorkPump)wild.Carrier).TryPump(new Work(() => false)));
            }
        });
        await Eventually.HoldsAsync(() => wild.Incoming.Waiting == PeerBells.Main);

        if (violates)
        {
            byte[] frame = Frame();
            frame[^1] ^= 1;
            wild.Send(frame);
            await Assert.ThrowsAsync<ProtocolException>(() => receiving.Soon());
        }
        else
        {
            wild.Control.Dispose();
            await receiving.Soon();
        }

        await main.Soon();
    }

    /// <summary>Looks for messages as a blocked caller, again and again.</summary>
    /// <param name="wild">The connection.</param>
    /// <param name="isWaiting">For how long.</param>
    /// <param name="entered">Called while the caller is the one who looks.</param>
    private static void PumpWhile(WildPeer wild, Func<bool> isWaiting, Action entered)
    {
        var caller = new Waiter(() =>
        {
            // The flag was set before, and nothing came since: only who looks clears it.
            if (wild.Incoming.Waiting == PeerBells.Nobody)
            {
                entered();
            }

            return isWaiting();
        });
        while (isWaiting())
        {
            ((IReplyPump)wild.Carrier).PumpFor(caller, s_unwatched);
        }
    }

    private static void Pump(WildPeer wild, Book book, int turns)
    {
        var waiter = new Waiter(() => turns-- > 0);
        while (turns > 0)
        {
            ((IReplyPump)wild.Carrier).PumpFor(waiter, book);
        }
    }

    private static void PumpUntil(WildPeer wild, Work work)
    {
        // Refused while the other thread is at it, which a busy machine may take long for.
        while (!((IWorkPump)wild.Carrier).TryPump(work))
        {
            Thread.Yield();
        }
    }

    private static byte[] Frame() => Frames.Write(new FrameHeader(FrameType.Log, FrameFlags.None, 0, 0, 16), new byte[16]);

    /// <returns>The thread.</returns>
    private static Task<int> OnThreadOfItsOwnAsync(Action action) => Task.Factory.StartNew(
        () =>
        {
            action();
            return Environment.CurrentManagedThreadId;
        },
        TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private sealed class Waiter(Func<bool> isWaiting) : IReplyWaiter
    {
        public bool IsWaiting => isWaiting();
    }

    private sealed class Book(int calls, bool unwatched) : IReplyBook
    {
        /// <summary>How many calls there are from the second look on; -1 for as many as before.</summary>
        public int Next { get; set; } = -1;

        public int CallCount
        {
            get
            {
                int now = calls;
                calls = Next < 0 ? calls : Next;
                return now;
            }
        }

        public bool HasUnwatchedCalls => unwatched;
    }

    private sealed class Work(Func<bool> hasWork) : IWorkWaiter
    {
        public bool HasWork => hasWork();

        public bool TryBeginSleep() => !hasWork();

        public void EndSleep() { }
    }
}
