using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ProcGen.Sharing;

/// <summary>
/// Sleeps on words in shared memory, and wakes who sleeps there in whatever process (futex(2)). The kernel forgets a sleeper that dies, and wakes those of one word in the order in which they came. A wait
/// may end without a reason: look again.
/// </summary>
internal static unsafe class Futex
{
    /// <summary>How many words one wait can be on: FUTEX_WAITV_MAX.</summary>
    public const int MostWords = 128;

    private static volatile bool s_lacksWaitMany;

    /// <summary>Sleeps while a word has a value.</summary>
    /// <param name="word">The word, in memory that stays mapped.</param>
    /// <param name="expected">The value.</param>
    /// <param name="timeout">How long at most, in ticks of <see cref="Stopwatch"/>.</param>
    public static void Wait(uint* word, uint expected, long timeout)
    {
        SharingCalls.TimeSpecification time = ToTime(Math.Max(timeout, 0));
        _ = SharingCalls.CallFutex((nint)SharingCalls.Futex, word, SharingCalls.FutexWait, (nint)expected, &time, null, 0);
    }

    /// <summary>Wakes sleepers of a word.</summary>
    /// <param name="word">The word.</param>
    /// <param name="count">How many at most.</param>
    /// <returns>How many.</returns>
    public static int Wake(uint* word, int count = int.MaxValue) =>
        (int)Math.Max(0, SharingCalls.CallFutex((nint)SharingCalls.Futex, word, SharingCalls.FutexWake, count, null, null, 0));

    /// <summary>Sleeps while all words have their values.</summary>
    /// <param name="words">The words, at most <see cref="MostWords"/>; not empty.</param>
    /// <param name="until">When to wake up at the latest, as <see cref="Stopwatch.GetTimestamp"/>.</param>
    public static void WaitAny(ReadOnlySpan<FutexWord> words, long until)
    {
        if (!s_lacksWaitMany)
        {
            SharingCalls.FutexWaiter* waiters = stackalloc SharingCalls.FutexWaiter[words.Length];
            for (int i = 0; i < words.Length; i++)
            {
                waiters[i] = new() { Address = (ulong)words[i].Address, Value = words[i].Expected, Flags = SharingCalls.FutexSize32 };
            }

            // Of this clock Stopwatch's time is on Linux. A time far away would overflow the seconds' fraction of nothing: it is only a number.
            SharingCalls.TimeSpecification time = ToTime(until);
            if (SharingCalls.CallFutexWaitMany((nint)SharingCalls.FutexWaitMany, waiters, words.Length, 0, &time, SharingCalls.ClockMonotonic) >= 0
                || Marshal.GetLastPInvokeError() != SharingCalls.NoSuchCall)
            {
                return;
            }

            s_lacksWaitMany = true;
        }

        // Kernels before 5.16: one word is slept on, and the others are looked at again and again.
        Wait((uint*)words[0].Address, words[0].Expected, Math.Min(until - Stopwatch.GetTimestamp(), words.Length > 1 ? Stopwatch.Frequency / 500 : long.MaxValue));
    }

    private static SharingCalls.TimeSpecification ToTime(long ticks) =>
        new(ticks / Stopwatch.Frequency, ticks % Stopwatch.Frequency * (1_000_000_000 / Stopwatch.Frequency));
}

/// <summary>A word to sleep on while it has a value.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Expected">The value.</param>
internal readonly record struct FutexWord(nint Address, uint Expected);
