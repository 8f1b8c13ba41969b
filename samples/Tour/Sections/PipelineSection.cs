namespace ProcGen.Tour.Sections;

/// <summary>Stages one behind the other, each in its own workers, over a source that has no end.</summary>
internal sealed partial class PipelineSection : ISection
{
    public string Name => "pipeline";

    public string Title => "stages in their own workers, held back by the slowest; results combined here or in a tree of workers";

    [RunInProcess]
    private static string Clean(string text) => text.Trim().ToLowerInvariant();

    [RunInProcess]
    private static int Score(string text) => text.Count(c => c is 'a' or 'e' or 'i' or 'o' or 'u');

    [RunInProcess]
    private static long Square(int n) => (long)n * n;

    [RunInProcess]
    private static long Add(long a, long b) => a + b;

    public async Task RunAsync(Guide guide)
    {
        await using var cleaners = new ProcessPool(new() { Name = "cleaner", Workers = 1, Output = guide.Output });
        await using var scorers = new ProcessPool(new() { Name = "scorer", Workers = 1, Output = guide.Output });

        var pulled = 0;
        var options = new MapOptions { BufferSize = 8, ChunkSize = 1 };
        var scores = await Texts().InPool(cleaners, InProcess.Clean, options).InPool(scorers, InProcess.Score, options).Take(4).ToListAsync();
        guide.Say($"[{string.Join(", ", scores)}] of {pulled} texts that were asked for");
        guide.Check(scores is [2, 2, 2, 2], "each text went through two stages, in order");
        guide.Check(pulled <= 4 + (2 * (8 + 2)), "whoever takes four results of an endless source causes a few texts more, and not all of them");

        var here = await scorers.AggregateAsync(Enumerable.Range(1, 100), InProcess.Square, 0L, (sum, square) => sum + square);
        var there = await scorers.AggregateAsync(Enumerable.Range(1, 100), InProcess.Square, InProcess.Add);
        guide.Check(here == 338_350 && there == here, "results are combined as they come in this process, or in pairs by workers");

        async IAsyncEnumerable<string> Texts()
        {
            while (true)
            {
                await Task.Yield();
                yield return $"  Text {++pulled}: o ";
            }
        }
    }
}
