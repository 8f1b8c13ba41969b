using System.Diagnostics;
using ProcGen.Protocol;
using ProcGen.Transport;

namespace ProcGen.Tests.Transport;

/// <summary>Two threads, for a bounded time: what they may see of each other's stores is the processor's choice.</summary>
public sealed class RingThreadTests
{
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(2);

    // A lost wake-up is for ever; a busy machine is not.
    private static readonly TimeSpan s_lost = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Frames_of_all_sizes_pass_from_thread_to_thread_whole_and_in_order()
    {
        using var ring = new TestRing();
        long end = Stopwatch.GetTimestamp() + (long)(s_time.TotalSeconds * Stopwatch.Frequency);
        bool writing = true;
        const int Least = 500; // Twenty times around the ring, whatever the machine has to do besides.
        Task writer = Task.Run(() =>
        {
            var random = new Random(7);
            for (int i = 0; i < Least || Stopwatch.GetTimestamp() < end; i++)
            {
                int size = TestRing.SizeOf(random);
                while (!ring.TryWrite(size, i))
                {
                    Thread.Yield();
                }
            }

            Volatile.Write(ref writing, false);
        }, TestContext.Current.CancellationToken);

        var random = new Random(7);
        int count = 0;
        while (true)
        {
            bool wasWriting = Volatile.Read(ref writing);
            if (ring.Reader.TryPeek(out ReadOnlySpan<byte> frame))
            {
                TestRing.Check(frame, TestRing.SizeOf(random), count++);
                ring.Reader.Advance();
            }
            else if (!wasWriting)
            {
                break;
            }
            else
            {
                Thread.Yield();
            }
        }

        await writer;
        Assert.InRange(count, Least, int.MaxValue);
    }

    [Fact]
    public async Task No_wake_up_is_lost_between_a_reader_that_sleeps_at_once_and_its_writer()
    {
        using var ring = new TestRing();
        using var bell = new SemaphoreSlim(0);
        using var answers = new SemaphoreSlim(0);
        long end = Stopwatch.GetTimestamp() + (long)(s_time.TotalSeconds * Stopwatch.Frequency);
        const int Last = 1000;
        Task reader = Task.Run(() =>
        {
            while (true)
            {
                if (ring.Read() is { } frame)
                {
                    answers.Release();
                    if (frame.Length == Last)
                    {
                        return;
                    }
                }
                else if (ring.Reader.TryWait() && !bell.Wait(s_lost))
                {
                    Assert.Fail("A wake-up was lost.");
                }
            }
        }, TestContext.Current.CancellationToken);

        bool last;
        int i = 0;
        do
        {
            last = Stopwatch.GetTimestamp() >= end;
            Assert.True(ring.TryWrite(last ? Last : 24, 1));
            if (ring.Writer.TakeWaiting() != PeerBells.Nobody)
            {
                bell.Release();
            }

            // Spins more often than not, so that the next frame comes just when the reader is about to sleep.
            SpinWait.SpinUntil(() => answers.CurrentCount > 0, 1);
            Assert.True(await answers.WaitAsync(s_lost, TestContext.Current.CancellationToken), $"No answer to frame {i}.");
            i++;
        }
        while (!last);
        await reader;
    }

    [Fact]
    public async Task No_room_is_lost_between_a_writer_that_sleeps_at_once_and_its_reader()
    {
        using var ring = new TestRing();
        using var room = new SemaphoreSlim(0);
        long end = Stopwatch.GetTimestamp() + (long)(s_time.TotalSeconds * Stopwatch.Frequency);
        bool done = false;
        Task writer = Task.Run(() =>
        {
            for (int i = 0; Stopwatch.GetTimestamp() < end; i++)
            {
                while (!ring.TryWrite(RingLayout.LargestFrame - (i % 1000), i))
                {
                    ring.Writer.WantRoom();
                    if (ring.TryWrite(RingLayout.LargestFrame - (i % 1000), i))
                    {
                        break;
                    }

                    Assert.True(room.Wait(s_lost), "Room was given back and nobody told.");
                }
            }

            Volatile.Write(ref done, true);
        }, TestContext.Current.CancellationToken);

        for (int i = 0; ;)
        {
            bool wasDone = Volatile.Read(ref done);
            if (ring.Reader.TryPeek(out ReadOnlySpan<byte> frame))
            {
                Assert.Equal(RingLayout.LargestFrame - (i++ % 1000), frame.Length);
                if (ring.Reader.Advance())
                {
                    room.Release();
                }
            }
            else if (wasDone || writer.IsCompleted)
            {
                break;
            }
        }

        await writer;
    }
}
