using System.Diagnostics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ProcGen.Transport;

/// <summary>
/// How long a thread looks for the next frame before it sleeps. A wake-up through the kernel costs both sides tens of microseconds, and an answer often comes sooner.
/// The processor is offered to others in between: without that the kernel tends to put the thread that answers behind the one that waits for it.
/// </summary>
internal struct SpinBudget
{
    // A look, four pauses: sixteen of them between two yields.
    private const int PausesBetweenLooks = 4;
    private const int LooksBetweenYields = 16;

    private static readonly long s_ticks = Stopwatch.Frequency * 40 / 1_000_000; // 40 µs
    private long _end;
    private int _looks;

    /// <summary>Begins anew, because there was something.</summary>
    public void Reset() => this = default;

    /// <summary>Passes a moment between two looks.</summary>
    /// <returns>False if it has been long enough: sleep.</returns>
    public bool TrySpin()
    {
        if (++_looks % LooksBetweenYields != 0)
        {
            for (int i = 0; i < PausesBetweenLooks; i++)
            {
                Pause();
            }

            return true;
        }

        long now = Stopwatch.GetTimestamp();
        if (_end == 0)
        {
            _end = now + s_ticks;
        }
        else if (now >= _end)
        {
            return false;
        }

        _ = Thread.Yield();
        return true;
    }

    private static void Pause()
    {
        if (X86Base.IsSupported)
        {
            X86Base.Pause();
        }
        else if (ArmBase.IsSupported)
        {
            ArmBase.Yield();
        }
    }
}
