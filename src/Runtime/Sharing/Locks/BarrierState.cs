using System.Runtime.InteropServices;

namespace ProcGen.Sharing;

/// <summary>Why a barrier is broken.</summary>
internal enum BarrierBreak : uint
{
    None = 0,
    Aborted = 1,
    Died = 2,
    GaveUp = 3,
    ActionFailed = 4,
    Reset = 5,
}

/// <summary>
/// A barrier in shared memory. An arrival belongs to a phase, and the phase is one word: with it all arrivals of before are over at once, and a process that dies in the middle of arriving is one that has died.
/// </summary>
internal sealed unsafe class BarrierState(SharedBlock block)
{
    private const uint Broken = 1;

    private readonly ProcessSlot _slot = SharingTree.Current.Slot;
    private readonly SharedLock _gate = SharedLock.At(block, 0);
    private readonly HolderTable _members = new((HolderTable.Entry*)(block.Address + LockRecord.Stride + sizeof(Header)), SharingTree.Current.Slot);

    public static long Size => LockRecord.Stride + sizeof(Header) + HolderTable.Size;

    private Header* Words => (Header*)(block.Address + LockRecord.Stride);

    public int Parties => Words->Parties;

    public bool IsBroken => (Volatile.Read(ref Words->Phase) & Broken) != 0;

    public void Initialize(int parties) => Words->Parties = parties;

    /// <summary>How many have arrived in this phase.</summary>
    public int Arrived
    {
        get
        {
            using (SharedGate.Enter(_gate, out _))
            {
                return CountArrived();
            }
        }
    }

    /// <summary>Arrives.</summary>
    /// <param name="phase">What to wait for the end of.</param>
    /// <returns>How many had arrived before.</returns>
    /// <exception cref="BarrierBrokenException">It is broken.</exception>
    /// <exception cref="InvalidOperationException">More arrive than it is for.</exception>
    public int Arrive(out uint phase)
    {
        using (SharedGate.Enter(_gate, out _))
        {
            phase = Words->Phase;
            FindDead(phase);
            ThrowIfBroken(phase);
            int before = CountArrived();
            if (before >= Words->Parties)
            {
                throw new InvalidOperationException($"The barrier is for {Words->Parties} parties, and all of them have arrived.");
            }

            ref HolderTable.Entry own = ref _members.Own();
            int number = NumberOf(phase);
            if (own.First != number)
            {
                own.Second = 0;
                own.First = number;
            }

            own.Second++;
            FaultPoint.Pass();
            return before;
        }
    }

    /// <summary>The last one has arrived: all go on.</summary>
    public void Complete(uint phase)
    {
        using (SharedGate.Enter(_gate, out _))
        {
            if (Words->Phase != phase)
            {
                // Somebody died, aborted or reset it while the last one's action ran.
                ThrowIfBroken(Words->Phase == (phase | Broken) ? Words->Phase : phase);
                return;
            }

            Volatile.Write(ref Words->Phase, phase + 2);
            FaultPoint.Pass();
        }

        Futex.Wake(&Words->Phase);
        GC.KeepAlive(block);
    }

    /// <summary>Breaks it for all who have arrived in a phase, and all who come.</summary>
    public void Break(uint phase, BarrierBreak reason, uint by)
    {
        using (SharedGate.Enter(_gate, out _))
        {
            if (Words->Phase == phase)
            {
                SetBroken(phase, reason, by);
            }
        }
    }

    public void Abort()
    {
        using (SharedGate.Enter(_gate, out _))
        {
            if ((Words->Phase & Broken) == 0)
            {
                SetBroken(Words->Phase, BarrierBreak.Aborted, _slot.Word);
            }
        }
    }

    /// <summary>Begins a new phase. For those who wait in the present one it is broken.</summary>
    public void Reset()
    {
        using (SharedGate.Enter(_gate, out _))
        {
            uint phase = Words->Phase & ~Broken;
            Words->ResetPhase = phase;
            Words->HasReset = 1;
            FaultPoint.Pass();
            Volatile.Write(ref Words->Phase, phase + 2);
        }

        Futex.Wake(&Words->Phase);
        GC.KeepAlive(block);
    }

    /// <summary>Makes this process one whose death breaks the barrier, also before it arrives.</summary>
    public void Join()
    {
        using (SharedGate.Enter(_gate, out _))
        {
            _members.Own().Joined++;
        }
    }

    public void Leave()
    {
        using (SharedGate.Enter(_gate, out _))
        {
            _members.Own().Joined--;
        }
    }

    /// <summary>Looks whether a phase is over.</summary>
    /// <exception cref="BarrierBrokenException">It broke.</exception>
    public bool IsOver(uint phase, out SharedSleep sleep)
    {
        uint seen = Volatile.Read(ref Words->Phase);
        if (seen == phase)
        {
            using (SharedGate.Enter(_gate, out _))
            {
                FindDead(phase);
                seen = Words->Phase;
            }
        }

        sleep = SharedSleep.On(&Words->Phase, phase, SharedWait.CheckTime);
        if (seen == phase)
        {
            return false;
        }

        ThrowIfBroken(seen == (phase | Broken) ? seen : phase);
        return true;
    }

    // 0 is "never", so the first phase is 1.
    private static int NumberOf(uint phase) => (int)((phase >> 1) + 1);

    private int CountArrived()
    {
        int number = NumberOf(Words->Phase);
        int count = 0;
        foreach (ref readonly HolderTable.Entry entry in _members.Entries)
        {
            count += entry.Owner != 0 && entry.First == number ? entry.Second : 0;
        }

        return count;
    }

    /// <summary>Breaks the barrier if a process that has arrived, or has joined, is dead.</summary>
    private void FindDead(uint phase)
    {
        if ((Words->Phase & Broken) != 0)
        {
            return;
        }

        int number = NumberOf(phase);
        foreach (ref HolderTable.Entry entry in _members.Entries)
        {
            if (entry.Owner != 0 && ((entry.First == number && entry.Second != 0) || entry.Joined != 0) && !_slot.IsAlive(entry.Owner))
            {
                uint dead = entry.Owner;
                entry.Owner = 0;
                SetBroken(Words->Phase, BarrierBreak.Died, dead);
                return;
            }
        }
    }

    private void SetBroken(uint phase, BarrierBreak reason, uint by)
    {
        Words->Reason = reason;
        Words->By = by;
        FaultPoint.Pass();
        Volatile.Write(ref Words->Phase, phase | Broken);
        Futex.Wake(&Words->Phase);
    }

    private void ThrowIfBroken(uint phase)
    {
        if ((phase & Broken) != 0)
        {
            string by = _slot.Describe(Words->By);
            throw Words->Reason switch
            {
                BarrierBreak.Died => new BarrierBrokenException($"The barrier is broken: {by} takes part in it and has died. Call Reset() when somebody else stands in.", by),
                BarrierBreak.GaveUp => new BarrierBrokenException($"The barrier is broken: {by} gave up waiting for the others. Call Reset() to use it again.", by),
                BarrierBreak.ActionFailed => new BarrierBrokenException($"The barrier is broken: the action of {by}, which arrived last, failed. Call Reset() to use it again.", by),
                _ => new BarrierBrokenException($"The barrier is broken: {by} aborted it. Call Reset() to use it again.", by),
            };
        }

        if (Words->HasReset != 0 && Words->ResetPhase == phase)
        {
            throw new BarrierBrokenException("The barrier was reset while this one waited at it.", brokenBy: null);
        }
    }

    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct Header
    {
        /// <summary>Counts phases by twos; odd while broken. The word that waiters sleep on.</summary>
        public uint Phase;
        public int Parties;
        public BarrierBreak Reason;
        public uint By;
        public uint ResetPhase;
        public uint HasReset;
    }
}

/// <summary>A wait for the end of a barrier's phase.</summary>
internal sealed class BarrierWait(BarrierState state, uint phase, uint own) : SharedWait
{
    public override bool Step(out SharedSleep sleep) => state.IsOver(phase, out sleep);

    // Without it the others would wait for ever.
    public override void GiveUp() => state.Break(phase, BarrierBreak.GaveUp, own);
}
