namespace ProcGen.Tour.Sections;

/// <summary>A map that tells how far it is.</summary>
internal sealed partial class ProgressSection : ISection
{
    public string Name => "progress";

    public string Title => "a map tells what is done, what failed, how fast it is and how long the rest takes";

    [RunInProcess]
    private static int Load(int page)
    {
        Thread.Sleep(10);
        return page % 25 == 0 ? throw new InvalidDataException($"Page {page} is empty.") : page;
    }

    public async Task RunAsync(Guide guide)
    {
        await using var pool = new ProcessPool(new() { Workers = 2, Output = guide.Output });
        var bar = new Bar(guide);
        var failed = 0;
        await foreach (var result in pool.MapResultsAsync(Enumerable.Range(1, 100), InProcess.Load, new MapOptions { Progress = bar }))
        {
            failed += result.IsSuccess ? 0 : 1;
        }

        guide.Check(bar.Last is { Done: 100, Failed: 4, Total: 100, Fraction: 1 } && failed == 4, "the last report counts a hundred results, four of them errors");
        guide.Check(bar.Last.Remaining == TimeSpan.Zero && bar.Last.Rate > 0, $"there is nothing left, at {bar.Last.Rate:0} pages a second");
    }

    /// <summary>Draws a line whenever another quarter is done.</summary>
    private sealed class Bar(Guide guide) : IProgress<MapProgress>
    {
        private const int Width = 20;

        private int _drawn = -1;

        public MapProgress Last { get; private set; }

        public void Report(MapProgress value)
        {
            Last = value;
            var filled = (int)(Width * (value.Fraction ?? 0));
            if (filled * 4 / Width > _drawn)
            {
                _drawn = filled * 4 / Width;
                guide.Say($"{new string('█', filled)}{new string('░', Width - filled)} {value.Done}/{value.Total}, {value.Failed} failed, {value.Rate:0}/s, {value.Remaining?.TotalSeconds ?? 0:0.0} s left");
            }
        }
    }
}
