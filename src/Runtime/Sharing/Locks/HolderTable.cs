using System.Runtime.InteropServices;

namespace ProcGen.Sharing;

/// <summary>
/// Which process holds how much of something, in shared memory: a record for each process, found by its owner word. What a dead process had is what its record says, so nothing is lost with it. Guarded by a gate;
/// each change is committed by one store.
/// </summary>
internal readonly unsafe struct HolderTable(HolderTable.Entry* entries, ProcessSlot slot)
{
    /// <summary>How many processes can hold something at the same time.</summary>
    public const int Capacity = 500;

    public static int Size => Capacity * sizeof(Entry);

    /// <summary>All records. Those with an owner of 0 are free.</summary>
    public Span<Entry> Entries => new(entries, Capacity);

    /// <summary>The record of this process, which is made if there is none.</summary>
    /// <exception cref="InvalidOperationException">Too many processes have one.</exception>
    public ref Entry Own()
    {
        ref Entry own = ref TryFind(slot.Word);
        if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref own))
        {
            return ref own;
        }

        foreach (ref Entry entry in Entries)
        {
            if (entry.Owner == 0 || (entry.IsEmpty && !slot.IsAlive(entry.Owner)))
            {
                entry.First = entry.Second = entry.Joined = 0;
                Volatile.Write(ref entry.Owner, slot.Word);
                return ref entry;
            }
        }

        throw new InvalidOperationException($"{Capacity} processes use this object already, which is all that it has room for.");
    }

    /// <summary>The record of a process; a null reference if there is none.</summary>
    public ref Entry TryFind(uint owner)
    {
        foreach (ref Entry entry in Entries)
        {
            if (entry.Owner == owner)
            {
                return ref entry;
            }
        }

        return ref System.Runtime.CompilerServices.Unsafe.NullRef<Entry>();
    }

    /// <summary>Frees the records of dead processes.</summary>
    /// <returns>Whether one of them held something.</returns>
    public bool RemoveDead()
    {
        bool any = false;
        foreach (ref Entry entry in Entries)
        {
            if (entry.Owner != 0 && entry.Owner != slot.Word && !slot.IsAlive(entry.Owner))
            {
                any |= !entry.IsEmpty;
                entry.Owner = 0;
                FaultPoint.Pass();
                entry.First = entry.Second = entry.Joined = 0;
            }
        }

        return any;
    }

    /// <summary>One process.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Entry
    {
        /// <summary>The process as an <see cref="OwnerWord"/>; 0 for a free record, whatever else is in it.</summary>
        public uint Owner;

        public int First;

        public int Second;

        public int Joined;

        public readonly bool IsEmpty => First == 0 && Second == 0 && Joined == 0;
    }
}
