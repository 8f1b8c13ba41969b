using System.Diagnostics;

namespace ProcGen.Transport;

/// <summary>
/// Notices that two sides that look for each other's frames share one processor: then each of them gets its answer only while it offers the processor, a call takes two switches, and the
/// kernel may leave it at that for long although another processor is idle. The calling thread is moved to another one then, once; the processors that it may use stay the same. It must be one
/// of a worker's own. Where that does not help (others want the processors, too) it is tried less and less often.
/// </summary>
internal struct SharedProcessor
{
    // That many frames in a row which came while somebody else had the processor.
    private const int Suspicious = 8;

    // For 4,096 processors; with more of them the calls fail, and nothing is moved.
    private const int MaskWords = 64;

    // A move takes some tens of microseconds.
    private static readonly long s_shortestPause = Stopwatch.Frequency / 2000;
    private static readonly long s_longestPause = Stopwatch.Frequency / 125;

    private int _streak;
    private long _pause;
    private long _next;

    /// <summary>A frame came.</summary>
    /// <param name="whileAway">Whether somebody else had the processor.</param>
    /// <param name="peer">The number of the processor on which the other side looks; -1 where that is not known.</param>
    public void OnFrame(bool whileAway, int peer)
    {
        if (!whileAway)
        {
            _streak = 0;
        }
        else if (++_streak >= Suspicious)
        {
            _streak = 0;
            if (peer == LinuxCalls.CurrentProcessor())
            {
                Leave();
            }
        }
    }

    private void Leave()
    {
        long now = Stopwatch.GetTimestamp();
        if (now < _next)
        {
            return;
        }

        // What was found again soon after was not ended by the last move.
        _pause = _pause != 0 && now - _next < s_longestPause ? Math.Min(2 * _pause, s_longestPause) : s_shortestPause;
        _next = now + _pause;
        MoveThread();
    }

    /// <summary>Moves the calling thread to another of the processors that it may use, if there is one.</summary>
    internal static unsafe bool MoveThread()
    {
        ulong* mask = stackalloc ulong[MaskWords];
        ulong* others = stackalloc ulong[MaskWords];
        int current = LinuxCalls.CurrentProcessor();
        if (current < 0 || current >= MaskWords * 64 || LinuxCalls.GetAffinity(0, MaskWords * sizeof(ulong), mask) < 0)
        {
            return false;
        }

        new ReadOnlySpan<ulong>(mask, MaskWords).CopyTo(new Span<ulong>(others, MaskWords));
        others[current / 64] &= ~(1UL << (current % 64));

        // Fails if no processor is left.
        return LinuxCalls.SetAffinity(0, MaskWords * sizeof(ulong), others) == 0 && LinuxCalls.SetAffinity(0, MaskWords * sizeof(ulong), mask) == 0;
    }
}
