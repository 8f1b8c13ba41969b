namespace ProcGen.Sharing;

/// <summary>Keeps the shared values that a process has received for a while after they came last, so that the next call finds them read. Thread-safe.</summary>
internal static class PayloadCache
{
    private static readonly TimeSpan s_lookTime = TimeSpan.FromSeconds(15);
    private static readonly Lock s_gate = new();
    private static readonly Dictionary<Guid, Entry> s_entries = [];
    private static readonly Timer s_timer = new(static _ => Clean());

    /// <summary>How long after it came last.</summary>
    public static TimeSpan KeepTime { get; } = TimeSpan.FromSeconds(60);

    /// <summary>Takes over the caller's use of a segment that came.</summary>
    public static SharedPayloadSegment Keep(SharedBlock block)
    {
        var segment = SharedPayloadSegment.Of(block);
        lock (s_gate)
        {
            if (s_entries.TryGetValue(block.Id, out Entry? entry) && entry.Segment == segment)
            {
                entry.LastUse = Environment.TickCount64;
                block.Release();
                return segment;
            }

            if (s_entries.Count == 0)
            {
                s_timer.Change(s_lookTime, s_lookTime);
            }

            entry?.Segment.Block.Release();
            s_entries[block.Id] = new Entry(segment) { LastUse = Environment.TickCount64 };
            return segment;
        }
    }

    private static void Clean()
    {
        lock (s_gate)
        {
            long oldest = Environment.TickCount64 - (long)KeepTime.TotalMilliseconds;
            foreach ((Guid id, Entry entry) in s_entries.Where(pair => pair.Value.LastUse < oldest).ToArray())
            {
                s_entries.Remove(id);
                entry.Segment.Block.Release();
            }

            if (s_entries.Count == 0)
            {
                s_timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private sealed class Entry(SharedPayloadSegment segment)
    {
        public SharedPayloadSegment Segment => segment;

        public long LastUse { get; set; }
    }
}
