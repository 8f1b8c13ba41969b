using Microsoft.Win32.SafeHandles;

namespace ProcGen.Sharing;

/// <summary>The root's knowledge of shared objects, as one process of the tree sees it. Thread-safe.</summary>
internal interface ITree
{
    /// <summary>This process among all of the tree.</summary>
    ProcessSlot Slot { get; }

    /// <summary>Hands in a segment that this process has made. This process has a reference to it then.</summary>
    /// <param name="id">The object.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="size">How many bytes.</param>
    /// <param name="descriptor">The segment; the caller's.</param>
    void Register(Guid id, SharedKind kind, long size, SafeFileHandle descriptor);

    /// <summary>Takes a reference to an object.</summary>
    /// <param name="id">The object.</param>
    /// <param name="ticket">The ticket that came with the handle, which is used up; 0 for none.</param>
    /// <param name="container">The container from which the handle was taken, which holds it no longer; empty for none.</param>
    /// <returns>The segment's descriptor (the caller's), its kind and size; null if the object is gone.</returns>
    OpenedSegment? TryOpen(Guid id, ulong ticket, Guid container);

    /// <summary>Gives a reference back. Never blocks and never throws; a root that is gone needs no telling.</summary>
    void Release(Guid id);

    /// <summary>Makes a ticket for a handle that is sent.</summary>
    /// <exception cref="SharedObjectGoneException">The object is gone.</exception>
    ulong Lend(Guid id);

    /// <summary>Lets a container hold an object for one more item in it.</summary>
    /// <exception cref="SharedObjectGoneException">One of them is gone.</exception>
    void Deposit(Guid id, Guid container);
}

/// <summary>A segment that was opened.</summary>
internal readonly record struct OpenedSegment(SafeFileHandle Descriptor, SharedKind Kind, long Size);
