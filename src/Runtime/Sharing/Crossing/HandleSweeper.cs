using ProcGen.Launching;

namespace ProcGen.Sharing;

/// <summary>
/// Sees to it that a worker gives back what its calls received and nobody refers to any more. A worker at rest allocates nothing, so its garbage collector would never run, and the memory
/// of a large array that its maker has long disposed of would stay.
/// </summary>
/// <remarks>What a sweep does not free is in use, or seldom worth another one: each that frees nothing doubles the time to the next one, and after some minutes without a call there is none.</remarks>
internal static class HandleSweeper
{
    private const int FirstDelay = 250;
    private const int LongestDelay = 64_000;

    private static readonly Timer s_timer = new(static _ => Sweep());
    private static int s_armed;
    private static int s_delay = FirstDelay;

    /// <summary>A call that had received handles is over.</summary>
    public static void OnCallEnded()
    {
        if (WorkerIdentity.IsWorker && Interlocked.Exchange(ref s_armed, 1) == 0)
        {
            s_timer.Change(s_delay, Timeout.Infinite);
        }
    }

    private static void Sweep()
    {
        Volatile.Write(ref s_armed, 0);
        (int before, int generation) = BlockTable.CountForeign();
        if (before == 0)
        {
            s_delay = FirstDelay;
            return;
        }

        GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
        (int after, _) = BlockTable.CountForeign();
        bool isLast = s_delay >= LongestDelay;
        s_delay = after < before ? FirstDelay : Math.Min(2 * s_delay, LongestDelay);
        if (after > 0 && !isLast)
        {
            OnCallEnded();
        }
    }
}
