using System.Diagnostics;

namespace ProcGen.Tour.Sections;

/// <summary>A pool of processes: submit, complete, collect; and map.</summary>
internal sealed partial class PoolSection : ISection
{
    public string Name => "pool";

    public string Title => "tasks on a pool of workers: submit, complete, collect, map";

    [RunInProcess]
    private static async Task<string> RunTask(int name, int milliseconds)
    {
        Console.WriteLine($"Run task {name} ({Environment.ProcessId})…");
        var clock = Stopwatch.StartNew();
        await Task.Delay(milliseconds);
        Console.WriteLine($"Task {name} ran {clock.Elapsed.TotalSeconds:0.00} seconds.");
        return $"{name}: {Environment.ProcessId}";
    }

    [RunInProcess]
    private static string Add(int a, int b) => $"a+b = {a + b}";

    public async Task RunAsync(Guide guide)
    {
        await using var pool = new ProcessPool(new() { Workers = 2, Output = guide.Output });

        int[] milliseconds = [134, 188, 153, 248];
        var results = milliseconds.Select((time, name) => pool.RunAsync(InProcess.RunTask(name, time))).ToList();
        foreach (var result in results)
        {
            guide.Say(await result);
        }

        guide.Check(results.Count == 4 && results.All(result => result.IsCompletedSuccessfully), "four tasks ran on two workers");

        (int A, int B)[] data = [(2, 3), (3, 4), (2, 5)];
        var sums = new List<string>();
        await foreach (var sum in pool.MapAsync(data, item => InProcess.Add(item.A, item.B)))
        {
            sums.Add(sum);
        }

        guide.Say($"[{string.Join(", ", sums)}]");
        guide.Check(sums.SequenceEqual(["a+b = 5", "a+b = 7", "a+b = 7"]), "map keeps the order of its input");

        await pool.CompleteAsync(TimeSpan.FromSeconds(5));
        await guide.CheckFailsAsync<InvalidOperationException>(() => pool.RunAsync(InProcess.Add(1, 1)), "a completed pool takes nothing new");
        guide.Say("All done!");
    }
}
