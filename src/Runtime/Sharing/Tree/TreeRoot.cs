using Microsoft.Win32.SafeHandles;
using ProcGen.Transport;

namespace ProcGen.Sharing;

/// <summary>
/// The root process's side of sharing: the registry, the slots, and, once there is a worker, the socket where the tree's other processes ask. The root itself asks without any socket. Thread-safe.
/// </summary>
internal sealed class TreeRoot : ITree
{
    private readonly Lock _gate = new();
    private readonly TreeMember _self = new("root");
    private SlotDirectory? _slots;
    private volatile ProcessSlot? _slot;
    private TreeServer? _server;

    public ObjectRegistry Registry { get; } = new();

    /// <inheritdoc/>
    public ProcessSlot Slot
    {
        get
        {
            if (_slot is null)
            {
                lock (_gate)
                {
                    EnsureSlots();
                }
            }

            return _slot!;
        }
    }

    /// <summary>Gives a slot to another process.</summary>
    public uint TryAssign(int processId, string name, out SafeFileHandle description)
    {
        lock (_gate)
        {
            return EnsureSlots().TryAssign(processId, name, out description);
        }
    }

    /// <summary>Listens, from the first call on.</summary>
    /// <exception cref="IOException">The operating system refuses.</exception>
    public TreeAddress Listen()
    {
        lock (_gate)
        {
            return (_server ??= new TreeServer(this)).Address;
        }
    }

    /// <inheritdoc/>
    public void Register(Guid id, SharedKind kind, long size, SafeFileHandle descriptor)
    {
        if (!Registry.TryAdd(_self, id, kind, size, Duplicate(descriptor)))
        {
            throw new InvalidOperationException($"There is a shared object {id} already.");
        }
    }

    /// <inheritdoc/>
    public OpenedSegment? TryOpen(Guid id, ulong ticket, Guid container)
    {
        OpenedSegment? opened = null;
        Registry.TryOpen(_self, id, ticket, container, segment => opened = segment with { Descriptor = Duplicate(segment.Descriptor) });
        return opened;
    }

    /// <inheritdoc/>
    public void Release(Guid id) => Registry.Release(_self, id);

    /// <inheritdoc/>
    public ulong Lend(Guid id) => Registry.Lend(_self, id) is > 0 and var ticket ? ticket : throw SharedBlock.Gone(id);

    /// <inheritdoc/>
    public void Deposit(Guid id, Guid container)
    {
        if (!Registry.Deposit(id, container))
        {
            throw SharedBlock.Gone(id);
        }
    }

    // Not before the first one asks: most applications start workers and share nothing.
    private SlotDirectory EnsureSlots()
    {
        if (_slots is null)
        {
            var slots = new SlotDirectory();
            uint word = slots.TryAssign(Environment.ProcessId, _self.Name, out SafeFileHandle description);
            _slot = new ProcessSlot(slots.Table, description, word);
            _slots = slots;
        }

        return _slots;
    }

    private static SafeFileHandle Duplicate(SafeFileHandle descriptor)
    {
        var copy = new SafeFileHandle(LinuxCalls.FileControl(descriptor, LinuxCalls.DuplicateCloseOnExec, 3), ownsHandle: true);
        return !copy.IsInvalid ? copy : throw new IOException($"A segment's descriptor could not be copied: {System.Runtime.InteropServices.Marshal.GetLastPInvokeErrorMessage()}.");
    }
}
