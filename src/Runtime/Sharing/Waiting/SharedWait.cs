using System.Diagnostics;

namespace ProcGen.Sharing;

/// <summary>
/// One wait for something in shared memory, taken step by step: a step looks, and either has what it waits for or says on which word to sleep. The same steps serve a thread that blocks
/// (<see cref="Block"/>) and an awaited wait (<see cref="AsyncWaits"/>). Used by one thread at a time.
/// </summary>
/// <remarks>
/// Somebody whom this wait depends on may die without a word. So a step that sleeps asks for a wake-up in <see cref="CheckTime"/> at the latest, and looks then whether they still live.
/// </remarks>
internal abstract unsafe class SharedWait
{
    /// <summary>After how many ticks a sleeper looks whether those that it waits for still live.</summary>
    public static readonly long CheckTime = Stopwatch.Frequency / 10;

    /// <summary>How long a thread looks before it sleeps: a wake-up by the kernel costs both sides tens of microseconds.</summary>
    public static readonly long UsualSpinTime = Stopwatch.Frequency * 20 / 1_000_000;

    private protected virtual long SpinTime => UsualSpinTime;

    /// <summary>Looks.</summary>
    /// <param name="sleep">On what to sleep, if it is not done.</param>
    /// <returns>Whether it is done.</returns>
    public abstract bool Step(out SharedSleep sleep);

    /// <summary>The wait is given up after its last step was not done: takes back what it left in shared memory, and hands on a wake-up that was meant for it.</summary>
    public virtual void GiveUp()
    {
    }

    /// <summary>Waits on the calling thread.</summary>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>False if it took too long.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ThreadInterruptedException">The thread was interrupted, as a call's interruption does.</exception>
    public bool Block(TimeSpan timeout, CancellationToken cancellationToken)
    {
        long end = EndOf(timeout);
        if (Step(out SharedSleep sleep))
        {
            return true;
        }

        long spinEnd = Stopwatch.GetTimestamp() + SpinTime;
        try
        {
            using CancellationWord? cancellation = CancellationWord.For(cancellationToken);
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                long now = Stopwatch.GetTimestamp();
                if (now >= end)
                {
                    GiveUp();
                    return false;
                }

                if (now < spinEnd)
                {
                    Spin(sleep.Word);
                }
                else
                {
                    long until = Math.Min(end, sleep.Until);
                    if (cancellation is null)
                    {
                        Futex.Wait((uint*)sleep.Word.Address, sleep.Word.Expected, until - now);
                    }
                    else
                    {
                        Futex.WaitAny([sleep.Word, cancellation.Word], until);
                    }

                    // Throws if the thread was interrupted meanwhile, which a wait of the operating system does not see.
                    _ = Thread.CurrentThread.Join(0);
                }

                if (Step(out sleep))
                {
                    return true;
                }
            }
        }
        catch
        {
            GiveUp();
            throw;
        }
    }

    /// <summary>When a time-out is over, as <see cref="Stopwatch.GetTimestamp"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative and not infinite.</exception>
    public static long EndOf(TimeSpan timeout)
    {
        if (timeout == Timeout.InfiniteTimeSpan)
        {
            return long.MaxValue;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);
        double ticks = timeout.TotalSeconds * Stopwatch.Frequency;
        long now = Stopwatch.GetTimestamp();
        return ticks >= long.MaxValue - now ? long.MaxValue : now + (long)ticks;
    }

    /// <summary>Passes a moment, or less if the word changes, and offers the processor to others at its end.</summary>
    private static void Spin(FutexWord word)
    {
        for (int pauses = 4; pauses <= 64; pauses *= 2)
        {
            Thread.SpinWait(pauses);
            if (Volatile.Read(ref *(uint*)word.Address) != word.Expected)
            {
                return;
            }
        }

        _ = Thread.Yield();
    }
}

/// <summary>What a wait sleeps on.</summary>
/// <param name="Word">The word, and the value that it has as long as there is nothing to do.</param>
/// <param name="Until">When to look again in any case.</param>
internal readonly record struct SharedSleep(FutexWord Word, long Until)
{
    public static unsafe SharedSleep On(uint* word, uint expected, long ticks) => new(new FutexWord((nint)word, expected), Stopwatch.GetTimestamp() + ticks);
}
