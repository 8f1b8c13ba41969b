namespace ProcGen.Calls;

/// <summary>
/// Looks every millisecond after frames that wait for more items, as long as there are producers that hold some: one that computes for long between two items does not come by to send
/// the first. Nothing runs while no sequence flows. Thread-safe.
/// </summary>
internal static class BatchFlusher
{
    private const int PeriodMilliseconds = 1;

    private static readonly Lock s_gate = new();
    private static readonly List<ItemBatch> s_watched = [];
    private static readonly Timer s_timer = new(static _ => OnTick());
    private static int s_isTicking;

    public static void Watch(ItemBatch batch)
    {
        lock (s_gate)
        {
            s_watched.Add(batch);
            if (s_watched.Count == 1)
            {
                s_timer.Change(PeriodMilliseconds, PeriodMilliseconds);
            }
        }
    }

    private static void OnTick()
    {
        // A tick that takes longer than the period is not joined by the next one.
        if (Interlocked.Exchange(ref s_isTicking, 1) != 0)
        {
            return;
        }

        ItemBatch[] watched;
        lock (s_gate)
        {
            watched = [.. s_watched];
        }

        foreach (ItemBatch batch in watched)
        {
            if (!batch.OnTick())
            {
                Forget(batch);
            }
        }

        Volatile.Write(ref s_isTicking, 0);
    }

    private static void Forget(ItemBatch batch)
    {
        lock (s_gate)
        {
            // It may have been added once more meanwhile: then that one stays.
            s_watched.Remove(batch);
            if (s_watched.Count == 0)
            {
                s_timer.Change(Timeout.Infinite, Timeout.Infinite);
            }
        }
    }
}
