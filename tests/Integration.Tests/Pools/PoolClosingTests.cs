using ProcGen.Tests;
using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Pools;

/// <summary>The end of a pool, and what continuations do to it.</summary>
public sealed class PoolClosingTests : IClassFixture<LeakCheck>
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(30);

    [Fact]
    [Trait("Case", "22")]
    public async Task Completing_waits_for_queued_work_and_refuses_more_at_once()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        var calls = Enumerable.Range(0, 20).Select(i => pool.RunAsync(Arithmetic.InProcess.Add(i, i))).ToList();

        var completion = pool.CompleteAsync();

        Assert.Throws<InvalidOperationException>(() => { _ = pool.RunAsync(Arithmetic.InProcess.Add(1, 1)); });
        await completion.WaitAsync(s_soon);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => i + i), await Task.WhenAll(calls));
    }

    [Fact]
    [Trait("Case", "22")]
    public async Task Completing_and_disposing_may_be_done_by_many_threads_at_once_and_again()
    {
        var pool = new ProcessPool(new() { Workers = 2, Output = WorkerOutput.Discard });
        var running = pool.RunAsync(Waiting.InProcess.SpinForever());
        var queued = Enumerable.Range(0, 10).Select(_ => pool.RunAsync(Waiting.InProcess.SpinForever())).ToList();

        var ends = Enumerable.Range(0, 16).Select(i => Task.Run(async () =>
        {
            if (i % 2 == 0)
            {
                await pool.DisposeAsync();
            }
            else
            {
                await pool.CompleteAsync();
            }
        }));
        await Task.WhenAll(ends).WaitAsync(s_soon);

        await Assert.ThrowsAsync<PoolTerminatedException>(() => running);
        foreach (var call in queued)
        {
            await Assert.ThrowsAsync<PoolTerminatedException>(() => call);
        }

        await pool.DisposeAsync();
        await pool.CompleteAsync();
        pool.Dispose();
    }

    [Fact]
    [Trait("Case", "21")]
    public async Task A_continuation_that_throws_or_blocks_stalls_nothing()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });
        using var release = new ManualResetEventSlim();

        var thrower = pool.RunAsync(Arithmetic.InProcess.Add(1, 1)).ContinueWith(
            _ => throw new InvalidOperationException("a bad continuation"), TaskContinuationOptions.ExecuteSynchronously);
        var blocker = pool.RunAsync(Arithmetic.InProcess.Add(1, 1)).ContinueWith(_ => release.Wait(), TaskContinuationOptions.ExecuteSynchronously);

        Assert.Equal(5, await pool.RunAsync(Arithmetic.InProcess.Add(2, 3)).WaitAsync(s_soon));
        release.Set();
        await Assert.ThrowsAsync<InvalidOperationException>(() => thrower);
        await blocker;
    }

    [Fact]
    [Trait("Case", "21")]
    public async Task A_continuation_that_disposes_the_pool_stalls_nothing()
    {
        var pool = new ProcessPool(new() { Workers = 1 });

        var end = pool.RunAsync(Arithmetic.InProcess.Add(1, 1)).ContinueWith(_ => pool.Dispose(), TaskContinuationOptions.ExecuteSynchronously);

        await end.WaitAsync(s_soon);
        Assert.Throws<ObjectDisposedException>(() => { _ = pool.RunAsync(Arithmetic.InProcess.Add(1, 1)); });
    }

    [Fact]
    [Trait("Case", "17")]
    public async Task An_empty_map_is_empty_and_a_chunk_size_below_one_is_refused()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });

        Assert.Empty(await pool.MapAsync(Array.Empty<int>(), i => Arithmetic.InProcess.Add(i, i)).ToListAsync());
        Assert.Empty(await pool.MapUnorderedAsync(Array.Empty<int>(), i => Arithmetic.InProcess.Add(i, i)).ToListAsync());
        Assert.Throws<ArgumentOutOfRangeException>(() => new MapOptions { ChunkSize = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MapOptions { ChunkSize = -1 });
    }

    [Fact]
    [Trait("Case", "13")]
    public async Task A_worker_that_ignores_termination_is_gone_with_its_children_when_the_pool_is()
    {
        var captured = new CapturedOutput();
        var pool = new ProcessPool(new() { Workers = 1, Output = captured.Output });
        var call = pool.RunAsync(Waiting.InProcess.IgnoreTerminationWithAChild());
        await captured.WaitForAsync("running");
        var child = int.Parse(captured.Texts.Single(text => text.StartsWith("child ", StringComparison.Ordinal))[6..]);

        await pool.DisposeAsync().AsTask().WaitAsync(s_soon);

        await Assert.ThrowsAsync<PoolTerminatedException>(() => call);
        await Eventually.HoldsAsync(() => !ProcFiles.IsRunning(child), TimeSpan.FromSeconds(2), "its child is gone");
    }
}
