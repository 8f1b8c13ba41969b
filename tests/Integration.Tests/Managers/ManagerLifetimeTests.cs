using System.Diagnostics;
using Stubs = ProcGen.Tests.Managers.ManagerMethods.InProcess;

namespace ProcGen.Tests.Managers;

/// <summary>How long managers and their objects live, and what is seen when they end.</summary>
public sealed class ManagerLifetimeTests
{
    [Fact]
    public async Task Every_proxy_of_a_killed_manager_fails_with_one_clear_error()
    {
        await using ProcessManager manager = ProcessManager.Start();
        SharedDictionary<string, int> counts = manager.CreateDictionary<string, int>();
        SharedList<int> list = manager.CreateList([1]);
        await using var pool = new ProcessPool(new() { Workers = 1 });
        Assert.Equal(1, await pool.RunAsync(Stubs.Increment(counts, "n")));

        long killed = Stopwatch.GetTimestamp();
        manager.Kill();
        ManagerGoneException? here = null;
        while (here is null && Stopwatch.GetElapsedTime(killed) < TimeSpan.FromSeconds(2))
        {
            try
            {
                _ = counts.Count;
            }
            catch (ManagerGoneException e)
            {
                here = e;
            }
        }

        Assert.NotNull(here);
        Assert.Contains(manager.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), here.Message, StringComparison.Ordinal);
        Assert.Throws<ManagerGoneException>(() => list[0]);
        await Assert.ThrowsAsync<ManagerGoneException>(() => pool.RunAsync(Stubs.Increment(counts, "n")));
        await Assert.ThrowsAsync<ManagerGoneException>(() => counts.GetAsync("n"));
        Assert.False(counts.IsAvailable);
        Assert.False(manager.IsAlive);
        Assert.Throws<ManagerGoneException>(() => manager.CreateList<int>());
        Assert.True(Stopwatch.GetElapsedTime(killed) < TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_call_that_runs_in_a_killed_manager_fails()
    {
        await using ProcessManager manager = ProcessManager.Start();
        Task running = manager.RunAsync(Workloads.Waiting.InProcess.WaitForCancellation(default));
        await Eventually.HoldsAsync(() => manager.IsAlive);

        manager.Kill();

        await Assert.ThrowsAsync<ManagerGoneException>(() => running.WaitAsync(TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public async Task The_death_of_a_client_harms_neither_the_manager_nor_its_objects()
    {
        await using ProcessManager manager = ProcessManager.Start();
        SharedDictionary<string, int> counts = manager.CreateDictionary<string, int>();
        await using var pool = new ProcessPool(new() { Workers = 1 });
        await pool.RunAsync(Stubs.Increment(counts, "n"));

        await Assert.ThrowsAsync<WorkerCrashedException>(() => pool.RunAsync(Pools.PoolMethods.InProcess.KillSelfOn(1, 1)));

        Assert.Equal(1, counts["n"]);
        Assert.Equal(2, await pool.RunAsync(Stubs.Increment(counts, "n")));
    }

    [Fact]
    public async Task A_disposed_manager_exits()
    {
        ProcessManager manager = await ProcessManager.StartAsync(new() { Name = "registry" });
        int id = manager.ProcessId;
        await manager.DisposeAsync();

        Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
        Assert.Throws<ObjectDisposedException>(() => manager.CreateList<int>());
    }
}
