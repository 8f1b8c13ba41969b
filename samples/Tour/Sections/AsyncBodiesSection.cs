using System.Diagnostics;

namespace ProcGen.Tour.Sections;

/// <summary>Asynchronous bodies share a worker: while one waits, the others run.</summary>
internal sealed partial class AsyncBodiesSection : ISection
{
    private const int Calls = 40;

    public string Name => "async-bodies";

    public string Title => "forty waiting calls in one worker process";

    [RunInProcess]
    private static async Task<int> WaitAsync(int milliseconds, CancellationToken cancellationToken)
    {
        await Task.Delay(milliseconds, cancellationToken);
        return Environment.ProcessId;
    }

    [RunInProcess]
    private static async IAsyncEnumerable<int> Countdown(int from)
    {
        for (var i = from; i > 0; i--)
        {
            await Task.Yield();
            yield return i;
        }
    }

    public async Task RunAsync(Guide guide)
    {
        await using var pool = new ProcessPool(new() { Workers = 1, MaxConcurrentCallsPerWorker = Calls, Output = guide.Output });
        await pool.RunAsync(InProcess.WaitAsync(1, CancellationToken.None));

        var clock = Stopwatch.StartNew();
        var ids = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => pool.RunAsync(InProcess.WaitAsync(250, CancellationToken.None))));
        guide.Say($"{Calls} calls that wait 250 ms each took {clock.Elapsed.TotalSeconds:0.00} s");
        guide.Check(clock.Elapsed < TimeSpan.FromSeconds(5), "they waited at the same time (one after the other: 10 s)");
        guide.Check(ids.Distinct().Count() == 1, $"in one process ({ids[0]})");

        using var enough = new CancellationTokenSource();
        var waiting = pool.RunAsync(InProcess.WaitAsync(60_000, enough.Token));
        enough.Cancel();
        await guide.CheckFailsAsync<OperationCanceledException>(() => waiting, "a token cancels the body in its worker");
        guide.Check(await pool.RunAsync(InProcess.WaitAsync(1, CancellationToken.None)) == ids[0], "which goes on to serve the next call");

        var numbers = new List<int>();
        await foreach (var number in InProcess.Countdown(5).On(pool))
        {
            numbers.Add(number);
        }

        guide.Check(numbers.SequenceEqual([5, 4, 3, 2, 1]), $"a sequence streams from its worker: {string.Join(' ', numbers)}");
    }
}
