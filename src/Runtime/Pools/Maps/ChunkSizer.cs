namespace ProcGen.Pools;

/// <summary>Chooses how many items share a frame: one where a call takes long, more where the way there and back would be most of it. Not thread-safe.</summary>
internal sealed class ChunkSizer(int? size, int most)
{
    private const int Largest = 8192;

    // Asked for one at a time, items share a frame as single calls share a worker: a few, as long as all of them together are short.
    private const int LargestOfOne = 64;

    // At most so many times more at a time: one fast moment must not fill a chunk with slow items.
    private const int Growth = 8;

    /// <summary>How long a chunk should take, in ticks: long against a way there and back, short against what a person or a timeout notices.</summary>
    private const double Target = 500 * TimeSpan.TicksPerMicrosecond;

    private const double TargetOfOne = 200 * TimeSpan.TicksPerMicrosecond;

    /// <summary>How many items the next chunk should have.</summary>
    public int Current { get; private set; } = Math.Min(size ?? 1, most);

    /// <summary>Whether items may leave a chunk for other workers: not where the caller wants them together.</summary>
    public bool IsDivisible => size is null or 1;

    /// <summary>Some items took so long, in ticks, where they ran.</summary>
    public void OnEnded(long elapsed, int count)
    {
        if (size is > 1 || count == 0)
        {
            return;
        }

        double perItem = Math.Max(elapsed, 1) / (double)count;
        double fits = (size is 1 ? TargetOfOne : Target) / perItem;
        Current = (int)Math.Clamp(fits, 1, Math.Min(Math.Min(size is 1 ? LargestOfOne : Largest, most), (long)Current * Growth));
    }
}
