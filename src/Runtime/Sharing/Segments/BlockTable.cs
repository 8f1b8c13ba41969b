using ProcGen.Transport;
using Memory = ProcGen.Transport.MappedMemory;

namespace ProcGen.Sharing;

/// <summary>The segments that this process has mapped, so that a handle which arrives again needs neither the root nor another mapping. Thread-safe.</summary>
internal static class BlockTable
{
    private static readonly Lock s_gate = new();

    // Weak: what is not disposed of is found to be unused by the garbage collector.
    private static readonly Dictionary<Guid, WeakReference<SharedBlock>> s_blocks = [];

    /// <summary>The segments that came from another process: how many are referred to, and the oldest generation of the garbage collector in which one is.</summary>
    public static (int Count, int OldestGeneration) CountForeign()
    {
        int count = 0;
        int oldest = 0;
        lock (s_gate)
        {
            foreach (WeakReference<SharedBlock> reference in s_blocks.Values)
            {
                if (reference.TryGetTarget(out SharedBlock? block) && block.IsForeign)
                {
                    count++;
                    oldest = Math.Max(oldest, GC.GetGeneration(block));
                }
            }
        }

        return (count, oldest);
    }

    public static SharedBlock Create(SharedKind kind, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ITree tree = SharingTree.Current;
        Memory memory = Memory.Create(size);
        try
        {
            Guid id = NewId();
            tree.Register(id, kind, size, memory.Descriptor!);
            return Add(id, kind, memory, isForeign: false);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    public static SharedBlock Open(Guid id, SharedKind kind, ulong ticket, Guid container)
    {
        ITree tree = SharingTree.Current;

        // A ticket and a place in a container are given up by opening, so they go to the root in any case.
        bool known = ticket == 0 && container == default;
        if (known && TryFind(id) is { } found)
        {
            return Checked(found, kind);
        }

        OpenedSegment opened = tree.TryOpen(id, ticket, container) ?? throw SharedBlock.Gone(id);
        if (!known && TryFind(id) is { } mapped)
        {
            opened.Descriptor.Dispose();
            tree.Release(id);
            return Checked(mapped, kind);
        }

        Memory memory;
        try
        {
            memory = Memory.Open(opened.Descriptor, opened.Size);
        }
        catch
        {
            opened.Descriptor.Dispose();
            tree.Release(id);
            throw;
        }

        return Checked(Add(id, opened.Kind, memory, isForeign: true), kind);
    }

    public static void Hold(SharedBlock block)
    {
        lock (s_gate)
        {
            ObjectDisposedException.ThrowIf(block.Users == 0, typeof(SharedObject));
            block.Users++;
        }
    }

    public static void Release(SharedBlock block)
    {
        lock (s_gate)
        {
            if (--block.Users > 0)
            {
                return;
            }

            RemoveFromTable(block);
        }

        SharingTree.Current.Release(block.Id);
    }

    /// <summary>Called by the finalizer: nothing refers to the block.</summary>
    public static void Forget(SharedBlock block)
    {
        lock (s_gate)
        {
            if (block.Users == 0)
            {
                return;
            }

            block.Users = 0;
            RemoveFromTable(block);
        }

        SharingTree.Current.Release(block.Id);
    }

    private static SharedBlock Checked(SharedBlock block, SharedKind kind)
    {
        if (block.Kind == kind)
        {
            return block;
        }

        Release(block);
        throw new ProcessSerializationException($"The shared object {block.Id} is of the kind {block.Kind}, and was sent as {kind}: the payload is malformed.");
    }

    private static SharedBlock? TryFind(Guid id)
    {
        lock (s_gate)
        {
            if (s_blocks.TryGetValue(id, out WeakReference<SharedBlock>? reference) && reference.TryGetTarget(out SharedBlock? block) && block.Users > 0)
            {
                block.Users++;
                return block;
            }

            return null;
        }
    }

    private static SharedBlock Add(Guid id, SharedKind kind, Memory memory, bool isForeign)
    {
        // The mapping is enough, and the root has a descriptor for everybody else.
        memory.CloseDescriptor();
        var block = new SharedBlock(id, kind, memory) { Users = 1, IsForeign = isForeign };
        lock (s_gate)
        {
            // Where two threads opened it at once, both mappings are used, and each has a reference of its own.
            s_blocks[id] = new WeakReference<SharedBlock>(block);
        }

        return block;
    }

    private static void RemoveFromTable(SharedBlock block)
    {
        if (s_blocks.TryGetValue(block.Id, out WeakReference<SharedBlock>? reference) && (!reference.TryGetTarget(out SharedBlock? entered) || entered == block))
        {
            s_blocks.Remove(block.Id);
        }
    }

    private static Guid NewId() => new(TransportSecrets.CreateToken().AsSpan(0, 16));
}
