using System.Diagnostics;

namespace ProcGen.Tests.Pools;

public sealed class PoolEnvironmentTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Affinity_reaches_the_workers()
    {
        await using var pool = new ProcessPool(new() { Workers = 1, Affinity = static _ => [0] });
        Assert.Equal(1, await pool.RunAsync(PoolMethods.InProcess.Processors(), Token));
    }

    [Fact]
    public async Task Priority_reaches_the_workers()
    {
        // It gets what others leave: on a busy machine it takes its time to start.
        await using var pool = new ProcessPool(new() { Workers = 1, Priority = ProcessPriorityClass.BelowNormal, StartTimeout = TimeSpan.FromMinutes(5) });
        Assert.True(await pool.RunAsync(PoolMethods.InProcess.HasPriority((int)ProcessPriorityClass.BelowNormal), Token));
    }

    [Fact]
    public void The_default_number_of_workers_is_that_of_the_processors() => Assert.Equal(Environment.ProcessorCount, new ProcessPoolOptions().Workers);

    [Fact]
    public async Task In_inline_mode_calls_run_in_their_own_process()
    {
        string journal = Path.Combine(Path.GetTempPath(), $"procgen-test-{Guid.NewGuid():N}");
        try
        {
            await using var pool = new ProcessPool(new() { Workers = 1, Environment = { ["PROCGEN_EXECUTOR"] = "inline" } });
            Assert.True(await pool.RunAsync(PoolMethods.InProcess.RunsInlineAsync(journal), Token));
            Assert.Equal(["opened", "disposed"], File.ReadAllLines(journal).Select(line => line.Split(' ')[0]));
        }
        finally
        {
            File.Delete(journal);
        }
    }

    [Fact]
    public async Task The_shared_pool_is_configured_before_its_first_use_only_and_never_ended()
    {
        Assert.Equal(3, await PoolMethods.InProcess.Add(1, 2));
        Assert.Contains("first call", Assert.Throws<InvalidOperationException>(() => ProcessPool.ConfigureShared(new())).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(ProcessPool.Shared.Dispose);
        await Assert.ThrowsAsync<InvalidOperationException>(() => ProcessPool.Shared.CompleteAsync(Token));
        Assert.Equal(3, await PoolMethods.InProcess.Add(1, 2));
    }
}
