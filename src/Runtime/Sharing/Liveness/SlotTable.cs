using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Memory = ProcGen.Transport.MappedMemory;

namespace ProcGen.Sharing;

/// <summary>
/// The memory that all processes of a tree map: a record for each slot, which says who has it. Whether that process lives says a lock of an open file description (fcntl(2), F_OFD_SETLK) on the
/// slot's byte of this memory's file: the kernel frees it with the last descriptor, whatever way the process ends, and no other process can get the same one by chance, as with process ids.
/// </summary>
internal sealed unsafe class SlotTable
{
    private readonly Memory _memory;

    private SlotTable(Memory memory) => _memory = memory;

    public static long Size => (long)OwnerWord.SlotCount * Record.Stride;

    /// <summary>The memory's descriptor.</summary>
    public SafeFileHandle Descriptor => _memory.Descriptor!;

    /// <exception cref="IOException">The operating system refuses.</exception>
    public static SlotTable Create() => new(Memory.Create(Size));

    /// <summary>Maps the table of another process, and takes over its descriptor.</summary>
    public static SlotTable Open(SafeFileHandle descriptor) => new(Memory.Open(descriptor, Size));

    public ref Record this[int slot] => ref *(Record*)(_memory.Address + ((long)slot * Record.Stride));

    /// <summary>Whether an owner's process lives, asked over a description that does not hold that owner's own lock.</summary>
    public bool IsAlive(uint owner, SafeFileHandle description)
    {
        int slot = OwnerWord.SlotOf(owner);
        return slot != 0 && (Volatile.Read(ref this[slot].Generation) & 0xFFFF) == OwnerWord.GenerationOf(owner) && IsLocked(slot, description);
    }

    /// <summary>Whether some other description has a lock on a slot's byte.</summary>
    public static bool IsLocked(int slot, SafeFileHandle description)
    {
        SharingCalls.FileLock asked = new() { Type = SharingCalls.WriteLock, Start = slot, Length = 1 };

        // What cannot be asked counts as alive: a lock is then kept, and never taken from one that lives.
        return SharingCalls.FileControl(description, SharingCalls.GetDescriptionLock, &asked) != 0 || asked.Type != SharingCalls.NoLock;
    }

    /// <summary>Locks a slot's byte for as long as a description is open.</summary>
    /// <returns>False if another one has it.</returns>
    public static bool TryLock(int slot, SafeFileHandle description)
    {
        SharingCalls.FileLock wanted = new() { Type = SharingCalls.WriteLock, Start = slot, Length = 1 };
        return SharingCalls.FileControl(description, SharingCalls.SetDescriptionLock, &wanted) == 0;
    }

    /// <summary>Opens the memory once more: locks belong to a description, and a duplicate of a descriptor has the same one.</summary>
    /// <exception cref="IOException">/proc is not mounted, or does not let this process at its own descriptors.</exception>
    public SafeFileHandle Reopen()
    {
        var description = new SafeFileHandle(
            SharingCalls.Open($"/proc/self/fd/{Descriptor.DangerousGetHandle()}", SharingCalls.OpenReadWrite | SharingCalls.OpenCloseOnExec), ownsHandle: true);
        return !description.IsInvalid ? description : throw new IOException(
            $"The memory that shows which processes live could not be opened again through /proc/self/fd: {Marshal.GetLastPInvokeErrorMessage()}. Shared objects need /proc to be mounted.");
    }

    /// <summary>Who has a slot. Written by the root alone.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Record
    {
        public const int Stride = 64;

        /// <summary>How often the slot was given away.</summary>
        public uint Generation;

        public int ProcessId;

        public TreeRequest.NameBytes Name;

        static Record() => System.Diagnostics.Debug.Assert(Unsafe.SizeOf<Record>() <= Stride, "A record fits into its stride.");
    }
}
