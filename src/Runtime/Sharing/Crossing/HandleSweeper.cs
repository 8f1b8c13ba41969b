using ProcGen.Launching;

namespace ProcGen.Sharing;

/// <summary>
/// Sees to it that a worker gives back what its calls received and nobody refers to any more. A worker at rest allocates nothing, so its garbage collector would never run, and the memory
/// of a large array that its maker has long disposed of would stay.
/// </summary>
internal static class HandleSweeper
{
    private static readonly TimeSpan s_delay = TimeSpan.FromMilliseconds(250);
    private static readonly Timer s_timer = new(static _ => Sweep());
    private static int s_armed;

    /// <summary>A call that had received handles is over.</summary>
    public static void OnCallEnded()
    {
        if (WorkerIdentity.IsWorker && Interlocked.Exchange(ref s_armed, 1) == 0)
        {
            s_timer.Change(s_delay, Timeout.InfiniteTimeSpan);
        }
    }

    private static void Sweep()
    {
        Volatile.Write(ref s_armed, 0);
        if (BlockTable.OldestGeneration is >= 0 and var generation)
        {
            GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
        }
    }
}
