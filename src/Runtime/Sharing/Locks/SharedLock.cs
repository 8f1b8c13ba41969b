using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ProcGen.Sharing;

/// <summary>
/// The lock on which all others stand, for one process: owned by processes, not by threads. Free to be taken by whoever comes first, until somebody has waited for a millisecond: from then on it is handed to the
/// sleepers in the order in which the kernel keeps them. An owner that dies leaves it to the next one who asks.
/// </summary>
/// <remarks>
/// The flags of the word follow the mutex of U. Drepper, "Futexes Are Tricky" (2011), and the two modes that of Go's sync.Mutex; owner and liveness take the place of the kernel's robust lists,
/// which are per thread and do not reach into memory that is mapped at different addresses.
/// </remarks>
internal readonly unsafe struct SharedLock(LockRecord* record, ProcessSlot slot)
{
    private static readonly long s_patience = Stopwatch.Frequency / 1000;

    private readonly uint _own = slot.Word;

    /// <summary>Who has it, as an <see cref="OwnerWord"/>.</summary>
    public uint Owner => Volatile.Read(ref record->Word) & OwnerWord.Mask;

    /// <summary>The lock at some place of a segment, which has to be kept reachable.</summary>
    public static SharedLock At(SharedBlock block, long offset) => new((LockRecord*)(block.Address + offset), SharingTree.Current.Slot);

    /// <summary>Whether this process has it since it got a certain fence.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsOwnedSince(ulong fence) => IsOwned && record->Fence == fence;

    /// <summary>Whether this process has it.</summary>
    public bool IsOwned => Owner == _own;

    /// <summary>Takes it if it is free and promised to nobody.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake() => Interlocked.CompareExchange(ref record->Word, _own, 0) == 0;

    /// <summary>Takes it if it becomes free soon.</summary>
    public bool TrySpin()
    {
        long end = Stopwatch.GetTimestamp() + SharedWait.UsualSpinTime;
        do
        {
            for (int pauses = 4; pauses <= 64; pauses *= 2)
            {
                if (Volatile.Read(ref record->Word) == 0 && TryTake())
                {
                    return true;
                }

                Thread.SpinWait(pauses);
            }

            _ = Thread.Yield();
        }
        while (Stopwatch.GetTimestamp() < end);
        return false;
    }

    /// <summary>What follows taking it: a new fence, and what the last owner left.</summary>
    /// <param name="fence">Greater than that of every owner before.</param>
    /// <returns>Whether the last owner died with it, or its call ended with it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Begin(out ulong fence)
    {
        FaultPoint.Pass();
        fence = ++record->Fence;
        if (record->Abandoned == 0)
        {
            return false;
        }

        record->Abandoned = 0;
        return true;
    }

    /// <summary>Leaves it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave()
    {
        FaultPoint.Pass();
        if (Interlocked.CompareExchange(ref record->Word, 0, _own) != _own)
        {
            LeaveToSleeper();
        }
    }

    /// <summary>Leaves it as one that was abandoned.</summary>
    public void Abandon()
    {
        record->Abandoned = 1;
        Leave();
    }

    /// <summary>Takes one look.</summary>
    /// <param name="since">When the wait began.</param>
    /// <param name="hasSlept">Whether it has slept: only then it may take what is handed over.</param>
    /// <param name="sleep">What to sleep on, if it is not taken.</param>
    public bool TryTake(long since, ref bool hasSlept, out SharedSleep sleep)
    {
        ref uint word = ref record->Word;
        while (true)
        {
            uint seen = Volatile.Read(ref word);
            uint owner = seen & OwnerWord.Mask;
            uint flags = seen & ~OwnerWord.Mask;
            long waited = Stopwatch.GetTimestamp() - since;

            // Handing over costs a wake-up for each owner. So one who has not waited long ends it; who has, and sleeps, asks for it again.
            uint takenFlags = (hasSlept ? LockRecord.Waiters : 0) | (waited < s_patience ? flags & ~LockRecord.HandedOver : flags);
            if (owner == 0 && (hasSlept || (flags & LockRecord.HandedOver) == 0))
            {
                if (Interlocked.CompareExchange(ref word, _own | takenFlags, seen) == seen)
                {
                    sleep = default;
                    return true;
                }

                continue;
            }

            if (owner != 0 && !slot.IsAlive(owner))
            {
                if (Interlocked.CompareExchange(ref word, _own | takenFlags, seen) == seen)
                {
                    FaultPoint.Pass();
                    record->Abandoned = 1;
                    sleep = default;
                    return true;
                }

                continue;
            }

            uint wanted = seen | LockRecord.Waiters | (waited >= s_patience ? LockRecord.HandedOver : 0);
            if (wanted != seen && Interlocked.CompareExchange(ref word, wanted, seen) != seen)
            {
                continue;
            }

            hasSlept = true;
            sleep = SharedSleep.On(&record->Word, wanted, waited >= s_patience ? Math.Clamp(waited / 2, 2 * s_patience, SharedWait.CheckTime) : s_patience - waited);
            return false;
        }
    }

    /// <summary>Somebody who slept gives up: a wake-up that was meant for it goes on to the next one.</summary>
    public void GiveUp()
    {
        if ((Volatile.Read(ref record->Word) & OwnerWord.Mask) == 0)
        {
            Futex.Wake(&record->Word, 1);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void LeaveToSleeper()
    {
        ref uint word = ref record->Word;
        while (true)
        {
            uint seen = Volatile.Read(ref word);
            Debug.Assert((seen & OwnerWord.Mask) == _own || seen == 0, "Only the owner leaves, unless the memory was given back meanwhile.");
            if ((seen & LockRecord.HandedOver) == 0)
            {
                if (Interlocked.CompareExchange(ref word, 0, seen) == seen)
                {
                    FaultPoint.Pass();
                    Futex.Wake(&record->Word, 1);
                    return;
                }

                continue;
            }

            const uint Promised = LockRecord.HandedOver | LockRecord.Waiters;
            if (Interlocked.CompareExchange(ref word, Promised, seen) != seen)
            {
                continue;
            }

            FaultPoint.Pass();
            if (Futex.Wake(&record->Word, 1) == 0 && Interlocked.CompareExchange(ref word, 0, Promised) == Promised)
            {
                // Nobody slept any more. Somebody may have gone to sleep just before the word became 0.
                Futex.Wake(&record->Word, 1);
            }

            return;
        }
    }
}

/// <summary>A wait for a lock.</summary>
internal sealed class LockWait(SharedLock gate) : SharedWait
{
    private readonly long _since = Stopwatch.GetTimestamp();
    private bool _hasSlept;

    // It was spun for already, without telling the owner.
    private protected override long SpinTime => 0;

    public override bool Step(out SharedSleep sleep) => gate.TryTake(_since, ref _hasSlept, out sleep);

    public override void GiveUp() => gate.GiveUp();
}
