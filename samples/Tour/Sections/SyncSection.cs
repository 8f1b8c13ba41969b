using System.Diagnostics;

namespace ProcGen.Tour.Sections;

/// <summary>Locks, semaphores and barriers between processes, and what happens when one of them dies with a lock in its hands.</summary>
internal sealed partial class SyncSection : ISection
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public string Name => "sync";

    public string Title => "locks between processes, which survive their owners";

    [RunInProcess]
    private static void Increment(SharedValue<int> value, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using (value.Enter())
            {
                value.Value++;
            }
        }
    }

    [RunInProcess]
    private static void HoldForever(ProcessLock gate, ProcessEvent entered)
    {
        using (gate.Enter())
        {
            entered.Set();
            Thread.Sleep(Timeout.Infinite);
        }
    }

    [RunInProcess]
    private static int Meet(ProcessBarrier barrier) => barrier.SignalAndWait(s_patience);

    public async Task RunAsync(Guide guide)
    {
        await using var pool = new ProcessPool(new() { Workers = 2, Output = guide.Output });
        using var value = new SharedValue<int>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => pool.RunAsync(InProcess.Increment(value, 10_000))));
        guide.Check(value.Value == 80_000, $"eight calls of 10,000 increments under a lock: {value.Value:N0}");

        using var gate = new ProcessLock();
        using var entered = new ProcessEvent();
        await using (var holder = WorkerProcess.Start(InProcess.HoldForever(gate, entered), new() { Name = "holder" }))
        {
            await entered.WaitAsync();
            var error = await guide.CheckFailsAsync<TimeoutException>(
                () => Task.Run(() => { using var scope = gate.Enter(TimeSpan.FromMilliseconds(50)); }), "a lock that another process has cannot be entered");
            guide.Quote(error?.Message ?? "");

            var clock = Stopwatch.StartNew();
            holder.Kill();
            await using var abandoned = await gate.EnterAsync();
            guide.Check(abandoned.Abandoned, $"its owner was killed, and the lock was free after {clock.Elapsed.TotalMilliseconds:0} ms");
        }

        using var permits = new ProcessSemaphore(2);
        using (permits.Enter())
        {
            guide.Check(permits.CurrentCount == 1, "a semaphore counts permits");
        }

        using var barrier = new ProcessBarrier(3);
        var others = new[] { pool.RunAsync(InProcess.Meet(barrier)), pool.RunAsync(InProcess.Meet(barrier)) };
        var here = await barrier.SignalAndWaitAsync();
        guide.Check((await Task.WhenAll(others)).Append(here).Order().SequenceEqual([0, 1, 2]), "three parties met at a barrier");
    }
}
