using System.Globalization;
using ProcGen.Launching;
using ProcGen.Tests.Workers;
using ProcGen.Transport;

namespace ProcGen.Tests.Transport;

/// <summary>Shared memory with real workers. Not beside other tests, which have workers of their own.</summary>
[Collection(nameof(SharedMemoryWorkerTests))]
[CollectionDefinition(nameof(SharedMemoryWorkerTests), DisableParallelization = true)]
public sealed class SharedMemoryWorkerTests
{
    [Fact]
    public async Task A_worker_has_its_own_segment_and_no_descriptor_of_it_stays_open()
    {
        await using OneWorker worker = await StartAsync();

        Assert.Equal(1, await worker.RunAsync(MemoryBodies.InProcess.Segments()).Soon());
        Assert.Equal(0, SharedSegments.Descriptors());
    }

    [Fact]
    public async Task Segments_are_gone_with_their_workers_however_these_end()
    {
        int before = SharedSegments.Mapped();
        for (int i = 0; i < 3; i++)
        {
            OneWorker worker = await StartAsync();
            Assert.Equal(5, await worker.RunAsync(Bodies.InProcess.Add(2, 3)).Soon());
            if (i == 0)
            {
                worker.Connection.Kill();
                await worker.Exited.Soon();
            }
            else if (i == 1)
            {
                await worker.Connection.CloseAsync(finalizer: null, TimeSpan.FromSeconds(30)).Soon();
            }
            else
            {
                _ = worker.RunAsync(Bodies.InProcess.Invert(new byte[50_000_000]));
            }

            await worker.DisposeAsync();
        }

        // Those of earlier tests may go meanwhile, too.
        await Eventually.HoldsAsync(() => SharedSegments.Mapped() <= before);
    }

    [Fact]
    public async Task A_parent_that_nobody_may_look_into_shares_memory_with_its_workers_all_the_same()
    {
        await using OneWorker worker = await StartAsync();

        Assert.Equal(1, await worker.RunAsync(MemoryBodies.InProcess.SegmentsOfAHiddenParent()).Soon());
    }

    [Fact]
    public async Task Nobody_wakes_up_while_nothing_is_to_be_done()
    {
        await using OneWorker worker = await StartAsync();
        Assert.Equal(5, await worker.RunAsync(Bodies.InProcess.Add(2, 3)).Soon());

        await AssertSleepsAsync(worker.Connection.Process.Id, "ProcGen reader");
        await AssertSleepsAsync(Environment.ProcessId, "ProcGen doorbell");

        Assert.Equal(5, await worker.RunAsync(Bodies.InProcess.Add(2, 3)).Soon());
    }

    private static Task<OneWorker> StartAsync() => OneWorker.StartAsync(new WorkerLaunchOptions { Name = "one", Carrier = CarrierKind.SharedMemory });

    private static async Task AssertSleepsAsync(int processId, string thread)
    {
        long before = -1, after = Switches(processId, thread);
        for (int i = 0; before != after; i++)
        {
            Assert.True(i < 60, $"The thread '{thread}' of process {processId} does not come to rest: {after - before} switches in half a second.");
            before = after;
            await Task.Delay(500, TestContext.Current.CancellationToken);
            after = Switches(processId, thread);
        }
    }

    /// <summary>How often the operating system took a thread off its processor, because it slept or because others were to run.</summary>
    private static long Switches(int processId, string thread)
    {
        // The kernel keeps fifteen characters of a name.
        string name = thread[..Math.Min(15, thread.Length)];
        string task = Assert.Single(Directory.EnumerateDirectories($"/proc/{processId}/task"), task => File.ReadAllText(task + "/comm").TrimEnd() == name);
        return File.ReadLines(task + "/status")
            .Where(line => line.Contains("ctxt_switches"))
            .Sum(line => long.Parse(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture));
    }
}
