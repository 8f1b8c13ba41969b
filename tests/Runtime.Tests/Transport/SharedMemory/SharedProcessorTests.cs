using ProcGen.Transport;

namespace ProcGen.Tests.Transport;

/// <summary>A worker's main thread leaves a processor that it shares with the side that answers.</summary>
public sealed class SharedProcessorTests
{
    [Fact]
    public async Task A_thread_that_gets_its_frames_only_while_others_run_is_moved_and_may_still_use_every_processor() =>
        await Task.Factory.StartNew(
            static () =>
            {
                Assert.SkipWhen(Environment.ProcessorCount < 2, "There is one processor.");
                int[] before = Usable();
                var processor = default(SharedProcessor);
                bool moved = false;
                long end = Environment.TickCount64 + 30_000;
                while (!moved && Environment.TickCount64 < end)
                {
                    // The kernel may move it by itself, or back before the look: so again, until it was seen.
                    int first = LinuxCalls.CurrentProcessor();
                    processor.OnFrame(whileAway: true, peer: first);
                    moved = LinuxCalls.CurrentProcessor() != first;
                }

                Assert.True(moved);
                Assert.Equal(before, Usable());
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    [Fact]
    public async Task A_thread_that_may_use_one_processor_stays_there() =>
        await Task.Factory.StartNew(
            static () =>
            {
                int only = Usable()[0];
                Use([only]);
                Assert.False(SharedProcessor.MoveThread());
                Assert.Equal([only], Usable());
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static unsafe int[] Usable()
    {
        ulong* mask = stackalloc ulong[64];
        Assert.True(LinuxCalls.GetAffinity(0, 512, mask) >= 0);
        var found = new List<int>();
        for (int i = 0; i < 4096; i++)
        {
            if ((mask[i / 64] >> (i % 64) & 1) != 0)
            {
                found.Add(i);
            }
        }

        return [.. found];
    }

    private static unsafe void Use(int[] processors)
    {
        ulong* mask = stackalloc ulong[64];
        foreach (int processor in processors)
        {
            mask[processor / 64] |= 1UL << (processor % 64);
        }

        Assert.Equal(0, LinuxCalls.SetAffinity(0, 512, mask));
    }
}
