using ProcGen.Tests;

namespace ProcGen.Tests.Pools;

/// <summary>What runs when an awaited call has ended, and where.</summary>
public sealed class PoolContinuationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Awaited_calls_follow_each_other(bool allowsSynchronousContinuations)
    {
        await using ProcessPool pool = NewPool(workers: 1, allowsSynchronousContinuations);
        Assert.Equal(500, await CountAsync(pool, 500).Soon());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Code_that_blocks_after_a_call_holds_up_no_other_call(bool allowsSynchronousContinuations)
    {
        await using ProcessPool pool = NewPool(workers: 2, allowsSynchronousContinuations);
        using var free = new ManualResetEventSlim();
        Task[] blocked = [.. Enumerable.Range(0, 4).Select(_ => BlockAfterACallAsync(pool, free))];

        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(i, await pool.RunAsync(PoolMethods.InProcess.Add(i, 0), Token).Soon());
        }

        Assert.All(blocked, task => Assert.False(task.IsCompleted));
        free.Set();
        await Task.WhenAll(blocked).Soon();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Code_after_a_call_may_block_for_another_one(bool allowsSynchronousContinuations)
    {
        await using ProcessPool pool = NewPool(workers: 1, allowsSynchronousContinuations);
        Task<int>[] sums = [.. Enumerable.Range(0, 50).Select(i => AddTwiceAsync(pool, i))];

        Assert.Equal(Enumerable.Range(2, 50), await Task.WhenAll(sums).Soon());
    }

    private static ProcessPool NewPool(int workers, bool allowsSynchronousContinuations) =>
        new(new() { Workers = workers, MinWorkers = workers, AllowSynchronousContinuations = allowsSynchronousContinuations });

    private static async Task<int> CountAsync(ProcessPool pool, int calls)
    {
        int count = 0;
        for (int i = 0; i < calls; i++)
        {
            count = await pool.RunAsync(PoolMethods.InProcess.Add(count, 1), Token).ConfigureAwait(false);
        }

        return count;
    }

    private static async Task BlockAfterACallAsync(ProcessPool pool, ManualResetEventSlim free)
    {
        await pool.RunAsync(PoolMethods.InProcess.Add(1, 2), Token).ConfigureAwait(false);
        Assert.True(free.Wait(TimeSpan.FromSeconds(60), Token));
    }

    private static async Task<int> AddTwiceAsync(ProcessPool pool, int number)
    {
        int once = await pool.RunAsync(PoolMethods.InProcess.Add(number, 1), Token).ConfigureAwait(false);
        return AddBlocking(pool, once);
    }

    private static int AddBlocking(ProcessPool pool, int number) => pool.Run(PoolMethods.InProcess.Add(number, 1), cancellationToken: CancellationToken.None);
}
