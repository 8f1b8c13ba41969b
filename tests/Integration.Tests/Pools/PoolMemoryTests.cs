using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Pools;

/// <summary>What holds a worker to its memory: sampling, the managed heap's limit, that of the operating system, and recycling. Each is met alone.</summary>
[Trait("Case", "10")]
public sealed class PoolMemoryTests : IClassFixture<LeakCheck>
{
    private const long Limit = 200L << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_leaking_worker_is_replaced_between_calls_and_none_is_lost()
    {
        await using var pool = new ProcessPool(new() { Workers = 1, MaxWorkerMemory = 100 << 20 });
        var ids = new List<int>();
        for (int i = 0; i < 30; i++)
        {
            ids.Add(await pool.RunAsync(PoolMethods.InProcess.Leak(12), Token).Soon());
        }

        Assert.InRange(ids.Distinct().Count(), 2, 15);
        Assert.Equal(0, pool.GetStatistics().FailedCalls);
        Assert.Equal(0, pool.GetStatistics().KilledWorkers);
    }

    [Fact]
    public async Task A_memory_hog_is_ended_with_the_figures_and_others_go_on()
    {
        await using var pool = new ProcessPool(new() { Workers = 2, MemoryLimit = Limit });
        Task<int> other = pool.RunAsync(PoolMethods.InProcess.Sleep(1500), Token);

        var error = await Assert.ThrowsAsync<WorkerMemoryLimitException>(() => pool.RunAsync(Memory.InProcess.HoldNativeForever(300), Token).Soon());

        Assert.Equal(Limit, error.LimitBytes);
        Assert.InRange(error.UsedBytes ?? 0, Limit, 2 * Limit);
        Assert.Contains("memory limit of 200 MB", error.Message, StringComparison.Ordinal);
        Assert.True(await other > 0);
    }

    [Fact]
    public async Task The_managed_heap_is_refused_more_than_the_limit()
    {
        await using var pool = new ProcessPool(new() { Workers = 1, MemoryLimit = Limit });

        Assert.InRange(await pool.RunAsync(Memory.InProcess.Ask(1000), Token).Soon(), 100, 200);
    }

    [Fact]
    public async Task What_is_asked_for_between_two_samples_is_refused_reported_as_the_limit_and_costs_the_worker()
    {
        await using var pool = new ProcessPool(new() { Workers = 1, MemoryLimit = Limit });
        int before = await pool.RunAsync(PoolMethods.InProcess.ProcessId(), Token).Soon();

        var error = await Assert.ThrowsAsync<WorkerMemoryLimitException>(() => pool.RunAsync(Memory.InProcess.Reserve(16_000), Token).Soon());

        Assert.Equal((Limit, null), (error.LimitBytes, error.UsedBytes));
        Assert.Equal(before, error.ProcessId);
        Assert.NotEqual(before, await pool.RunAsync(PoolMethods.InProcess.ProcessId(), Token).Soon());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_method_s_own_limit_binds_its_calls_and_no_others_of_the_worker(bool isAsynchronous)
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        int worker = await pool.RunAsync(PoolMethods.InProcess.ProcessId(), Token).Soon();

        // Twice: what the heap has kept of the larger call is in the way of the second small one.
        for (int i = 0; i < 2; i++)
        {
            ProcessCall<int> call = isAsynchronous ? Memory.InProcess.AskWithin150Async(1000) : Memory.InProcess.AskWithin150(1000);
            Assert.InRange(await pool.RunAsync(call, Token).Soon(), 75, 150);
            Assert.Equal(1000, await pool.RunAsync(Memory.InProcess.Ask(1000), Token).Soon());
        }

        Assert.Equal(worker, await pool.RunAsync(PoolMethods.InProcess.ProcessId(), Token).Soon());
    }

    [Fact]
    public async Task A_method_s_own_limit_wins_over_the_pool_s()
    {
        await using var pool = new ProcessPool(new() { Workers = 1, MemoryLimit = Limit });

        Assert.InRange(await pool.RunAsync(Memory.InProcess.AskWithin600(1000), Token).Soon(), 300, 600);
        Assert.InRange(await pool.RunAsync(Memory.InProcess.AskWithin150(1000), Token).Soon(), 75, 150);
        Assert.InRange(await pool.RunAsync(Memory.InProcess.Ask(1000), Token).Soon(), 100, 200);
    }
}
