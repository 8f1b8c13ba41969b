using ProcGen.Tests.Workloads;
using Tree = ProcGen.Sharing.SharingTree;
using Root = ProcGen.Sharing.TreeRoot;

namespace ProcGen.Tests.Sharing;

public sealed class SharedMemoryTests : IClassFixture<LeakCheck>
{
    private const int Size = 100_000;

    private static int ObjectCount => ((Root)Tree.Current).Registry.Count;

    [Fact]
    public async Task A_worker_sees_and_changes_the_memory_of_its_parent()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        using var memory = new SharedMemory(Size);
        memory.Span.Fill(2);

        Assert.Equal(2L * Size, await pool.RunAsync(Workloads.Sharing.InProcess.Sum(memory)));
        await pool.RunAsync(Workloads.Sharing.InProcess.Fill(memory, 3));

        Assert.Equal(3, memory.Span[0]);
        Assert.Equal(3, memory.Span[^1]);
    }

    [Fact]
    public async Task Handles_cross_inside_of_other_types()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        using var first = new SharedMemory(10);
        using var second = new SharedMemory(20);

        await pool.RunAsync(Workloads.Sharing.InProcess.FillAll(new Parcel("p", first, [second, first]), 9));

        Assert.Equal(9, first.Span[0]);
        Assert.Equal(9, second.Span[19]);
    }

    [Fact]
    public async Task What_a_worker_made_outlives_it()
    {
        SharedMemory memory;
        await using (var process = WorkerProcess.Start(Workloads.Sharing.InProcess.Make(Size, 7)))
        {
            memory = await process.Result;
        }

        using (memory)
        {
            Assert.Equal(7, memory.Span[Size - 1]);
        }
    }

    [Fact]
    public async Task What_a_grandchild_made_reaches_the_root_and_a_sibling()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        await using var other = new ProcessPool(new() { Workers = 1 });

        using SharedMemory memory = await pool.RunAsync(Workloads.Sharing.InProcess.MakeInWorkerAsync(Size, 5));

        Assert.Equal(5L * Size, await other.RunAsync(Workloads.Sharing.InProcess.Sum(memory)));
    }

    [Fact]
    public async Task The_same_handle_comes_back_and_null_stays_null()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        using var memory = new SharedMemory(1);

        using SharedMemory? back = await pool.RunAsync(Workloads.Sharing.InProcess.Same(memory));
        back!.Span[0] = 11;

        Assert.Equal(11, memory.Span[0]);
        Assert.Null(await pool.RunAsync(Workloads.Sharing.InProcess.Same(null)));
    }

    [Fact]
    public async Task Handles_arrive_as_items_of_a_sequence()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        int i = 0;

        await foreach (SharedMemory memory in pool.StreamAsync(Workloads.Sharing.InProcess.MakeMany(5, 100)))
        {
            using (memory)
            {
                Assert.Equal(i++, memory.Span[99]);
            }
        }

        Assert.Equal(5, i);
    }

    [Fact]
    public async Task Everything_is_gone_with_its_last_holder_also_a_killed_one()
    {
        await Eventually.BecomesAsync(Collected, count => count == 0, TimeSpan.FromSeconds(10), count => $"{count} objects of earlier tests are left");
        await using (var process = WorkerProcess.Start(Workloads.Sharing.InProcess.MakeAndDie(Size), new() { Output = new CapturedOutput().Output }))
        {
            await process.WaitForExitAsync();
            Assert.Equal("SIGKILL", process.ExitSignal);
        }

        using (var memory = new SharedMemory(Size))
        {
            await using var pool = new ProcessPool(new() { Workers = 1 });
            await pool.RunAsync(Workloads.Sharing.InProcess.Fill(memory, 1));
        }

        await Eventually.BecomesAsync(Collected, count => count == 0, TimeSpan.FromSeconds(10), count => $"{count} objects are left");
    }

    [Fact]
    public async Task A_worker_that_rests_gives_back_what_its_calls_had()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        using (var memory = new SharedMemory(Size))
        {
            await pool.RunAsync(Workloads.Sharing.InProcess.Fill(memory, 1));
        }

        await Eventually.BecomesAsync(Collected, count => count == 0, TimeSpan.FromSeconds(10), count => $"{count} objects are left");
    }

    [Fact]
    public async Task A_queued_call_keeps_what_it_was_given_alive()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        using var gate = new SharedMemory(1);
        Task first = pool.RunAsync(Workloads.Sharing.InProcess.WaitForByte(gate));
        Task<long> second;
        using (var memory = new SharedMemory(Size))
        {
            memory.Span.Fill(1);
            second = pool.RunAsync(Workloads.Sharing.InProcess.Sum(memory));
        }

        gate.Span[0] = 1;
        await first;
        Assert.Equal(Size, await second);
    }

    [Fact]
    public void A_disposed_handle_says_so_and_is_refused_as_an_argument()
    {
        var memory = new SharedMemory(1);
        memory.Dispose();
        memory.Dispose();

        Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
        Assert.IsType<ObjectDisposedException>(
            Assert.Throws<ProcessSerializationException>(() => { _ = ProcessPool.Shared.RunAsync(Workloads.Sharing.InProcess.Sum(memory)); }).InnerException);
    }

    private static int Collected()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return ObjectCount;
    }
}
