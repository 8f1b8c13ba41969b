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
    /// <summary>Looks, with a pause behind each of them, between two offers: 1 to 3 µs, more than most answers take.</summary>
    public const int LooksBetweenYields = 64;

    private static readonly long s_ticks = Stopwatch.Frequency * 40 / 1_000_000; // 40 µs

    // An offer that nobody takes costs half a microsecond.
    private static readonly long s_longOffer = Stopwatch.Frequency * 15 / 10_000_000; // 1.5 µs

    private long _end;
    private int _looks;

    /// <summary>Whether somebody else had the processor in the last moment between two looks.</summary>
    public bool WasAway { get; private set; }

    /// <summary>Begins anew, because there was something.</summary>
    public void Reset() => this = default;

    /// <summary>Passes a moment between two looks.</summary>
    /// <returns>False if it has been long enough: sleep.</returns>
    public bool TrySpin()
    {
        if (++_looks % LooksBetweenYields == 0)
        {
            return TryYield();
        }

        Pause();
        return true;
    }

    /// <summary>Offers the processor to others.</summary>
    /// <returns>False if it has been long enough: sleep.</returns>
    public bool TryYield()
    {
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
        WasAway = Stopwatch.GetTimestamp() - now > s_longOffer;
        return true;
    }

    /// <summary>The moment between two looks.</summary>
    public static void Pause()
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
