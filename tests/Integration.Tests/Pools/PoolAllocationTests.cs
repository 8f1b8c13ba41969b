namespace ProcGen.Tests.Pools;

/// <summary>What a call costs in managed memory, once everything was there once. Not beside other tests: the whole process is looked at.</summary>
[Collection(nameof(PoolAllocationTests))]
[CollectionDefinition(nameof(PoolAllocationTests), DisableParallelization = true)]
public sealed class PoolAllocationTests
{
    private const int Calls = 4000;

    // The description of the call that the stub makes: the header of an object, its method, and two ints.
    private const int CallObject = 32;

    // What an awaited call has to have besides: a task of int and its source.
    private const int Future = 96;

    // What others do meanwhile, of which a call's part is small: the runtime compiles hot methods once more.
    private const int Noise = 24;

    // .NET's own, for a read of a socket that has to wait. Shared memory needs none.
    private static readonly int s_read = Environment.GetEnvironmentVariable("PROCGEN_TRANSPORT") == "socket" ? 128 : 0;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_blocking_call_allocates_its_call_object_and_nothing_else()
    {
        await using var pool = new ProcessPool(new() { Workers = 1, MinWorkers = 1 });
        long least = long.MaxValue;
        for (int round = 0; round < 10 && least > CallObject; round++)
        {
            least = Math.Min(least, await Task.Run(() => MeasureBlocking(pool), Token));
        }

        Assert.Equal(CallObject, least);
    }

    [Fact]
    public async Task An_awaited_call_allocates_its_call_object_and_its_future()
    {
        await using var pool = new ProcessPool(new() { Workers = 1, MinWorkers = 1 });
        long least = long.MaxValue;
        for (int round = 0; round < 10 && least > CallObject + Future + s_read + Noise; round++)
        {
            least = Math.Min(least, await MeasureAwaitedAsync(pool));
        }

        Assert.InRange(least, CallObject + Future, CallObject + Future + s_read + Noise);
    }

    [Fact]
    public async Task A_worker_allocates_nothing_for_a_call_of_plain_numbers()
    {
        await using var pool = new ProcessPool(new() { Workers = 1, MinWorkers = 1 });
        long least = long.MaxValue;
        for (int round = 0; round < 10 && least > 0; round++)
        {
            least = Math.Min(least, await Task.Run(() => MeasureWorker(pool), Token));
        }

        Assert.Equal(0, least);
    }

    /// <returns>Bytes of a call on the worker's main thread.</returns>
    private static long MeasureWorker(ProcessPool pool)
    {
        long before = pool.Run(PoolMethods.InProcess.AllocatedHere(), cancellationToken: CancellationToken.None);
        MeasureBlocking(pool);
        return (pool.Run(PoolMethods.InProcess.AllocatedHere(), cancellationToken: CancellationToken.None) - before) / Calls;
    }

    /// <returns>Bytes of a call on the calling thread, which is the one that waits.</returns>
    private static long MeasureBlocking(ProcessPool pool)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
        {
            pool.Run(PoolMethods.InProcess.Add(i, 1), cancellationToken: CancellationToken.None);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }

    /// <returns>Bytes of a call on all threads.</returns>
    private static async Task<long> MeasureAwaitedAsync(ProcessPool pool)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < Calls; i++)
        {
            await pool.RunAsync(PoolMethods.InProcess.Add(i, 1), CancellationToken.None).ConfigureAwait(false);
        }

        return (GC.GetTotalAllocatedBytes(precise: true) - before) / Calls;
    }
}
