using System.Runtime.InteropServices;

namespace ProcGen.Sharing;

/// <summary>
/// A semaphore in shared memory. What is true is how many permits there are in all, and how many each process holds; how many are free follows from that, so there is nothing to repair after a death but to ask whose
/// permits are still held.
/// </summary>
internal sealed unsafe class SemaphoreState(SharedBlock block)
{
    private readonly SharedLock _gate = SharedLock.At(block, 0);
    private readonly HolderTable _holders = new((HolderTable.Entry*)(block.Address + LockRecord.Stride + sizeof(Header)), SharingTree.Current.Slot);

    public static long Size => LockRecord.Stride + sizeof(Header) + HolderTable.Size;

    private Header* Words => (Header*)(block.Address + LockRecord.Stride);

    public void Initialize(int permits, int maximum)
    {
        Words->Total = permits;
        Words->Maximum = maximum;
    }

    public int Maximum => Words->Maximum;

    /// <summary>How many permits are free, those of the dead included.</summary>
    public int Free
    {
        get
        {
            using (SharedGate.Enter(_gate, out _))
            {
                _holders.RemoveDead();
                return CountFree();
            }
        }
    }

    /// <summary>Takes a permit for this process.</summary>
    public bool TryTake(out SharedSleep sleep)
    {
        using (SharedGate.Enter(_gate, out _))
        {
            if (CountFree() > 0 || (_holders.RemoveDead() && CountFree() > 0))
            {
                _holders.Own().First++;
                FaultPoint.Pass();
                sleep = default;
                return true;
            }

            // Read under the gate: what is given back behind it changes the word.
            sleep = SharedSleep.On(&Words->Changes, Words->Changes, SharedWait.CheckTime);
            return false;
        }
    }

    /// <summary>Gives a permit of this process back.</summary>
    public void GiveBack()
    {
        using (SharedGate.Enter(_gate, out _))
        {
            ref HolderTable.Entry own = ref _holders.Own();
            own.First--;
            FaultPoint.Pass();
            if (own.IsEmpty)
            {
                own.Owner = 0;
            }

            Words->Changes++;
        }

        Wake(1);
    }

    /// <summary>Makes a permit of this process nobody's: it is used up.</summary>
    public void UseUp()
    {
        using (SharedGate.Enter(_gate, out _))
        {
            // In this order: a death in between takes one permit too many away only for the moment, because the dead one's come back.
            Words->Total--;
            FaultPoint.Pass();
            _holders.Own().First--;
        }
    }

    /// <summary>Adds permits.</summary>
    /// <param name="count">How many.</param>
    /// <param name="before">How many were free before.</param>
    /// <returns>False if there would be too many.</returns>
    public bool TryAdd(int count, out int before)
    {
        using (SharedGate.Enter(_gate, out _))
        {
            if (Words->Total > Words->Maximum - count)
            {
                before = 0;
                return false;
            }

            before = CountFree();
            Words->Total += count;
            FaultPoint.Pass();
            Words->Changes++;
        }

        Wake(count);
        return true;
    }

    /// <summary>A waiter gives up: a wake-up that was meant for it goes on to the next one.</summary>
    public void HandOn() => Wake(1);

    private void Wake(int count)
    {
        FaultPoint.Pass();
        Futex.Wake(&Words->Changes, count);
        GC.KeepAlive(block);
    }

    private int CountFree()
    {
        int free = Words->Total;
        foreach (ref readonly HolderTable.Entry entry in _holders.Entries)
        {
            free -= entry.Owner == 0 ? 0 : entry.First;
        }

        return free;
    }

    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct Header
    {
        public int Total;
        public int Maximum;

        /// <summary>Counts what may end a wait; the word that waiters sleep on.</summary>
        public uint Changes;
    }
}

/// <summary>A wait for a permit.</summary>
internal sealed class SemaphoreWait(SemaphoreState state) : SharedWait
{
    public override bool Step(out SharedSleep sleep) => state.TryTake(out sleep);

    public override void GiveUp() => state.HandOn();
}
