using System.Diagnostics;

namespace ProcGen.Integration.Tests.Pools;

public sealed class PoolRunTests
{
    [Fact]
    public async Task A_call_runs_in_another_process_and_gives_its_result()
    {
        await using var pool = new ProcessPool(new() { Workers = 2 });
        Assert.Equal(5, await pool.RunAsync(PoolMethods.InProcess.Add(2, 3), TestContext.Current.CancellationToken));
        Assert.NotEqual(Environment.ProcessId, await pool.RunAsync(PoolMethods.InProcess.ProcessId(), TestContext.Current.CancellationToken));
        Assert.Equal(7, pool.Run(PoolMethods.InProcess.Add(3, 4), cancellationToken: TestContext.Current.CancellationToken));
    }
}
