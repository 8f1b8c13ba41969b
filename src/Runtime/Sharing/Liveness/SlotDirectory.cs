using Microsoft.Win32.SafeHandles;

namespace ProcGen.Sharing;

/// <summary>Gives the slots of a tree away, in its root. Not thread-safe; guarded by the <see cref="TreeRoot"/>.</summary>
internal sealed class SlotDirectory
{
    private readonly SafeFileHandle _observer;
    private int _last;

    /// <exception cref="IOException">The operating system refuses.</exception>
    public SlotDirectory()
    {
        Table = SlotTable.Create();
        _observer = Table.Reopen();
    }

    public SlotTable Table { get; }

    /// <summary>Gives a slot to a process.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="description">A new open file of the table, which holds the slot's lock: for the process alone, and to be closed here when it has it.</param>
    /// <returns>The process as an <see cref="OwnerWord"/>; 0 if there is no free slot.</returns>
    public uint TryAssign(int processId, string name, out SafeFileHandle description)
    {
        description = Table.Reopen();

        // In turn, so that a slot comes back as late as possible: a word that names a dead process must not name a living one some day.
        for (int tried = 1; tried < OwnerWord.SlotCount; tried++)
        {
            _last = (_last % (OwnerWord.SlotCount - 1)) + 1;
            if (!SlotTable.IsLocked(_last, _observer) && SlotTable.TryLock(_last, description))
            {
                ref SlotTable.Record record = ref Table[_last];
                uint generation = record.Generation + 1;
                record.ProcessId = processId;
                record.Name = TreeRequest.NameBytes.From(name);
                Volatile.Write(ref record.Generation, generation);
                return OwnerWord.Make(_last, generation);
            }
        }

        description.Dispose();
        return 0;
    }
}
