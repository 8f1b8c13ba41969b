using System.Diagnostics;

namespace ProcGen.Tour.Sections;

/// <summary>A timeout that holds: even code that never looks at a token is ended with its process.</summary>
internal sealed partial class TimeoutKillSection : ISection
{
    public string Name => "timeout-kill";

    public string Title => "an endless loop is ended, its caller goes on";

    [RunInProcess(TimeoutMilliseconds = 200, KillGraceMilliseconds = 100)]
    private static void LoopForever()
    {
        while (true)
        {
            Thread.SpinWait(1000);
        }
    }

    [RunInProcess(TimeoutMilliseconds = 200, KillGraceMilliseconds = 5000)]
    private static void LoopUntilCancelled(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    [RunInProcess]
    private static int GetProcessId() => Environment.ProcessId;

    public async Task RunAsync(Guide guide)
    {
        await using var pool = new ProcessPool(new() { Workers = 1, Output = guide.Output });
        var first = await pool.RunAsync(InProcess.GetProcessId());

        var clock = Stopwatch.StartNew();
        var error = await guide.CheckFailsAsync<TimeoutException>(
            () => pool.RunAsync(InProcess.LoopUntilCancelled(CancellationToken.None)), "a body that looks at its token is cancelled at its timeout of 200 ms");
        guide.Quote(error?.Message ?? "");
        guide.Check(await pool.RunAsync(InProcess.GetProcessId()) == first, $"worker {first} lives on");

        clock.Restart();
        error = await guide.CheckFailsAsync<TimeoutException>(
            () => pool.RunAsync(InProcess.LoopForever()), "a body that has none is killed");
        guide.Quote(error?.Message ?? "");
        guide.Check(clock.Elapsed < TimeSpan.FromSeconds(3), $"the caller went on after {clock.Elapsed.TotalMilliseconds:0} ms");
        guide.Check(await pool.RunAsync(InProcess.GetProcessId()) is var second && second != first, $"worker {second} has taken its place");
    }
}
