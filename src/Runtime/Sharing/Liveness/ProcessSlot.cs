using Microsoft.Win32.SafeHandles;

namespace ProcGen.Sharing;

/// <summary>
/// This process among all of its tree: the word by which it owns things in shared memory, and the way to see whether another owner still lives. Held until the process ends. Thread-safe.
/// </summary>
/// <param name="table">The tree's table.</param>
/// <param name="description">The open file that holds the lock on this process's byte.</param>
/// <param name="word">This process as an <see cref="OwnerWord"/>.</param>
internal sealed class ProcessSlot(SlotTable table, SafeFileHandle description, uint word)
{
    /// <summary>This process as an <see cref="OwnerWord"/>.</summary>
    public uint Word => word;

    /// <summary>Whether an owner's process lives. A few microseconds: ask when there is something to wait for.</summary>
    /// <param name="owner">An <see cref="OwnerWord"/>; other bits do not matter.</param>
    public bool IsAlive(uint owner) => (owner & OwnerWord.Mask) == word || table.IsAlive(owner, description);

    /// <summary>An owner's name and process id, for messages: <c>'worker 3' (process 4711)</c>. Also of one that is dead, as long as its slot was not given away again.</summary>
    public string Describe(uint owner)
    {
        SlotTable.Record record = table[OwnerWord.SlotOf(owner)];
        return (record.Generation & 0xFFFF) == OwnerWord.GenerationOf(owner) && OwnerWord.SlotOf(owner) != 0
            ? $"'{record.Name}' (process {record.ProcessId})"
            : "a process that ended long ago";
    }
}
