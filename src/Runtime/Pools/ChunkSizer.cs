using System.Diagnostics;

namespace ProcGen.Pools;

/// <summary>Chooses how many items go to a worker together: one where a call takes long, more where the round trip would be most of it.</summary>
internal sealed class ChunkSizer(int? size, int workers)
{
    private const int Largest = 32;
    private const int Sample = 16;

    /// <summary>How long a chunk should take: long against a round trip, short against what a person or a timeout notices.</summary>
    private static readonly long s_target = Stopwatch.Frequency / 2000;

    private int _taken;
    private long _since = Stopwatch.GetTimestamp();

    /// <summary>How many items the next chunk should have.</summary>
    public int Current { get; private set; } = size ?? 1;

    /// <summary>A result was taken.</summary>
    public void OnTaken()
    {
        if (size is not null || ++_taken < Sample)
        {
            return;
        }

        long now = Stopwatch.GetTimestamp();
        long perItem = Math.Max(1, (now - _since) * workers / _taken);
        _since = now;
        _taken = 0;

        // At most doubled at a time: one fast moment must not fill a chunk with slow items.
        Current = (int)Math.Clamp(s_target / perItem, 1, Math.Min(Largest, Current * 2));
    }
}
