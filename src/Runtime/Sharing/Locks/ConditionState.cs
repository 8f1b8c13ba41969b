using System.Runtime.InteropServices;

namespace ProcGen.Sharing;

/// <summary>
/// Who waits for a condition, in shared memory: a record for each waiter, with a word of its own to sleep on, so that exactly those are woken who are notified. A waiter that dies leaves a record that is skipped.
/// </summary>
internal sealed unsafe class ConditionState(SharedBlock block)
{
    private const int Capacity = 500;
    private const uint Waiting = 1;
    private const uint Notified = 2;

    private readonly ProcessSlot _slot = SharingTree.Current.Slot;
    private readonly SharedLock _gate = SharedLock.At(block, 0);

    public static long Size => LockRecord.Stride + sizeof(Header) + (Capacity * sizeof(Entry));

    /// <summary>The id of the lock that belongs to the condition.</summary>
    public ref Guid LockId => ref Words->LockId;

    private Header* Words => (Header*)(block.Address + LockRecord.Stride);

    private Entry* Entries => (Entry*)(block.Address + LockRecord.Stride + sizeof(Header));

    /// <summary>Enters a waiter.</summary>
    /// <returns>Its record.</returns>
    /// <exception cref="InvalidOperationException">Too many wait.</exception>
    public int Add()
    {
        using (SharedGate.Enter(_gate, out _))
        {
            for (int i = 0; i < Capacity; i++)
            {
                Entry* entry = Entries + i;
                if (entry->Owner == 0 || !_slot.IsAlive(entry->Owner))
                {
                    entry->State = Waiting;
                    entry->Ticket = Words->LastTicket + 1;
                    FaultPoint.Pass();
                    Words->LastTicket++;
                    Volatile.Write(ref entry->Owner, _slot.Word);
                    return i;
                }
            }
        }

        throw new InvalidOperationException($"{Capacity} threads wait for this condition already, which is all that it has room for.");
    }

    /// <summary>Whether a waiter was notified, which then is none any more.</summary>
    public bool TryFinish(int index, out SharedSleep sleep)
    {
        Entry* entry = Entries + index;
        bool isNotified = Volatile.Read(ref entry->State) == Notified;
        if (isNotified)
        {
            Volatile.Write(ref entry->Owner, 0);
        }

        sleep = SharedSleep.On(&entry->State, Waiting, SharedWait.CheckTime);
        return isNotified;
    }

    /// <summary>A waiter gives up. One that was notified in that moment hands that on.</summary>
    public void Remove(int index)
    {
        bool wasNotified;
        using (SharedGate.Enter(_gate, out _))
        {
            wasNotified = Entries[index].State == Notified;
            Entries[index].Owner = 0;
        }

        if (wasNotified)
        {
            Notify(1);
        }
    }

    /// <summary>Notifies those who have waited longest.</summary>
    /// <returns>How many.</returns>
    public int Notify(int count)
    {
        int notified = 0;
        using (SharedGate.Enter(_gate, out _))
        {
            while (notified < count && FindOldest() is var index and >= 0)
            {
                Volatile.Write(ref Entries[index].State, Notified);
                FaultPoint.Pass();
                Futex.Wake(&Entries[index].State);
                notified++;
            }
        }

        GC.KeepAlive(block);
        return notified;
    }

    private int FindOldest()
    {
        int oldest = -1;
        for (int i = 0; i < Capacity; i++)
        {
            Entry* entry = Entries + i;
            if (entry->Owner == 0 || entry->State != Waiting || (oldest >= 0 && entry->Ticket >= Entries[oldest].Ticket))
            {
                continue;
            }

            if (_slot.IsAlive(entry->Owner))
            {
                oldest = i;
            }
            else
            {
                entry->Owner = 0;
            }
        }

        return oldest;
    }

    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private struct Header
    {
        public Guid LockId;
        public ulong LastTicket;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public uint Owner;
        public uint State;
        public ulong Ticket;
    }
}

/// <summary>A wait for a notification.</summary>
internal sealed class ConditionWait(ConditionState state) : SharedWait
{
    private readonly int _index = state.Add();

    public override bool Step(out SharedSleep sleep) => state.TryFinish(_index, out sleep);

    public override void GiveUp() => state.Remove(_index);
}
