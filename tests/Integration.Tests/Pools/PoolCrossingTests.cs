using System.Diagnostics;
using ProcGen.Tests;
using ProcGen.Tests.Workloads;

namespace ProcGen.Tests.Pools;

/// <summary>What goes wrong while arguments and results cross to the workers of a pool.</summary>
public sealed class PoolCrossingTests : IClassFixture<LeakCheck>
{
    private const int Large = 100_000_000;
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(30);

    [Theory]
    [Trait("Case", "3")]
    [InlineData(Harm.Throw)]
    [InlineData(Harm.Exit)]
    [InlineData(Harm.NativeCrash)]
    public async Task Every_harm_at_every_stage_in_the_worker_is_a_typed_error_and_the_pool_goes_on(Harm harm)
    {
        await using var pool = new ProcessPool(new() { Workers = 1, Output = WorkerOutput.Discard });
        ProcessCall[] stages = [Crossing.InProcess.Take(new(Harm.None, harm)), Crossing.InProcess.Spring(harm), Crossing.InProcess.Give(harm, Harm.None)];

        foreach (var stage in stages)
        {
            var error = await Record.ExceptionAsync(() => pool.RunAsync(stage).WaitAsync(s_soon));
            if (harm == Harm.Throw)
            {
                Assert.True(stage == stages[1] ? error is FormatException : error is ProcessSerializationException { InnerException: FormatException }, $"{stage}: {error}");
            }
            else
            {
                Assert.True(error is WorkerCrashedException, $"{stage}: {error}");
            }

            Assert.Equal(3, await pool.RunAsync(Arithmetic.InProcess.Add(1, 2)).WaitAsync(s_soon));
        }
    }

    [Fact]
    [Trait("Case", "3")]
    public async Task An_error_at_every_stage_of_this_side_is_a_typed_error_and_the_pool_goes_on()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });

        var writing = await Record.ExceptionAsync(async () => await pool.RunAsync(Crossing.InProcess.Take(new(Harm.Throw, Harm.None))));
        var reading = await Record.ExceptionAsync(() => pool.RunAsync(Crossing.InProcess.Give(Harm.None, Harm.Throw)).WaitAsync(s_soon));

        Assert.True(writing is ProcessSerializationException { InnerException: FormatException }, $"{writing}");
        Assert.True(reading is ProcessSerializationException { InnerException: FormatException }, $"{reading}");
        Assert.Equal(3, await pool.RunAsync(Arithmetic.InProcess.Add(1, 2)).WaitAsync(s_soon));
    }

    [Theory]
    [Trait("Case", "5")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_worker_killed_while_a_large_message_crosses_gives_a_clean_error_or_a_whole_result(bool isArgument)
    {
        await using var pool = new ProcessPool(new() { Workers = 1, Output = WorkerOutput.Discard });
        var data = isArgument ? Bulk.Make(Large, 1) : [];

        // Killed at other moments of the crossing each time. A call whose body had not begun runs again in another worker; one whose body had begun fails.
        foreach (var milliseconds in (int[])[0, 10, 30, 60])
        {
            var processId = await pool.RunAsync(Arithmetic.InProcess.GetProcessId()).WaitAsync(s_soon);
            var call = RunAsync();
            await Task.Delay(milliseconds);
            Kill(processId);

            var error = await Record.ExceptionAsync(() => call.WaitAsync(s_soon));
            Assert.True(error is null or WorkerCrashedException, $"{error}");
            Assert.Equal(3, await pool.RunAsync(Arithmetic.InProcess.Add(1, 2)).WaitAsync(s_soon));
        }

        Assert.Equal(5, pool.GetStatistics().StartedWorkers);

        async Task RunAsync()
        {
            if (isArgument)
            {
                Assert.Equal(Large, await pool.RunAsync(Bulk.InProcess.Sum(data)));
            }
            else
            {
                Assert.Equal(Large, Bulk.Sum(await pool.RunAsync(Bulk.InProcess.Make(Large, 1))));
            }
        }
    }

    [Fact]
    [Trait("Case", "25")]
    public async Task A_payload_that_is_too_large_is_refused_with_the_limit_and_the_pool_goes_on()
    {
        await using var pool = new ProcessPool(new() { Workers = 1 });

        // Never touched: neither array takes more than addresses, and what fits of the payload is given back at once.
        var first = GC.AllocateUninitializedArray<byte>(100_000_000);
        var second = GC.AllocateUninitializedArray<byte>(Array.MaxLength);

        // Thrown by the launch itself, on the caller's thread, before there is a task.
        var error = Assert.Throws<ProcessSerializationException>(() => { _ = pool.RunAsync(Bulk.InProcess.Count(first, second)); });

        Assert.Contains("2,147,483,647", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, await pool.RunAsync(Arithmetic.InProcess.Add(1, 2)).WaitAsync(s_soon));
    }

    private static void Kill(int processId)
    {
        using var worker = Process.GetProcessById(processId);
        worker.Kill();
    }
}
