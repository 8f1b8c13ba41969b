using Memory = ProcGen.Transport.MappedMemory;

namespace ProcGen.Sharing;

/// <summary>
/// A segment of shared memory as this process has it: mapped, and with one reference in the root's book. Everything that is shared stands on one of these.
/// </summary>
/// <remarks>
/// <para><b>For whoever builds a shared type.</b> Make one with <see cref="Create"/>: its memory is zero, and its size never changes. Lay words that are changed atomically at multiples of 64 bytes, and
/// owners as <see cref="OwnerWord"/>. Derive the public type from <see cref="SharedObject"/>, give it a codec that calls <see cref="HandleCodec"/>, and enter that in
/// <c>FrameworkCodecs</c>; then it crosses like any argument, also inside of other types and through other shared objects.</para>
/// <para>A block is mapped until the garbage collector knows that nothing refers to it: pointers into it are valid as long as the block (or the object that has it) is reachable, also after
/// <see cref="Release"/>. So keep it alive (<see cref="GC.KeepAlive"/>) behind the last use of a pointer. After the last reference in all of the tree its pages read as zeros.</para>
/// </remarks>
internal sealed unsafe class SharedBlock
{
    private readonly Memory _memory;
    private object? _companion;

    internal SharedBlock(Guid id, SharedKind kind, Memory memory)
    {
        Id = id;
        Kind = kind;
        _memory = memory;
        GC.AddMemoryPressure(memory.Size);
    }

    ~SharedBlock()
    {
        GC.RemoveMemoryPressure(_memory.Size);
        BlockTable.Forget(this);
        _memory.Dispose();
    }

    /// <summary>What other processes find it by.</summary>
    public Guid Id { get; }

    public SharedKind Kind { get; }

    public long Size => _memory.Size;

    /// <summary>The first byte; the start of a page.</summary>
    public byte* Address => _memory.Address;

    /// <summary>Whether its handle came from another process.</summary>
    internal bool IsForeign { get; init; }

    /// <summary>How many objects of this process use it. Guarded by <see cref="BlockTable"/>.</summary>
    internal int Users { get; set; }

    /// <summary>Makes a segment of so many bytes, all zero. The caller is its first user.</summary>
    /// <exception cref="PlatformNotSupportedException">There is no sharing on this system.</exception>
    /// <exception cref="IOException">There is too little memory, or the operating system refuses; the message says which.</exception>
    public static SharedBlock Create(SharedKind kind, long size) => BlockTable.Create(kind, size);

    /// <summary>Finds a segment by its id. The caller is one more user.</summary>
    /// <param name="id">The id.</param>
    /// <param name="kind">What it has to be.</param>
    /// <param name="ticket">The ticket that came with the handle; 0 for none.</param>
    /// <param name="container">The object in which the handle lay; empty for none.</param>
    /// <exception cref="SharedObjectGoneException">There is none.</exception>
    /// <exception cref="ProcessSerializationException">It is of another kind.</exception>
    public static SharedBlock Open(Guid id, SharedKind kind, ulong ticket = 0, Guid container = default) => BlockTable.Open(id, kind, ticket, container);

    /// <summary>Adds a user.</summary>
    /// <exception cref="ObjectDisposedException">There is none any more.</exception>
    public void Hold() => BlockTable.Hold(this);

    /// <summary>Removes a user. With the last one this process gives its reference back; the memory stays mapped.</summary>
    public void Release() => BlockTable.Release(this);

    /// <summary>What belongs to the segment in this process and is shared by all objects that use it here; made by the first one.</summary>
    public T Companion<T>(Func<SharedBlock, T> make) where T : class =>
        (T)(Volatile.Read(ref _companion) ?? Interlocked.CompareExchange(ref _companion, make(this), null) ?? _companion);

    public static SharedObjectGoneException Gone(Guid id) =>
        new($"The shared object {id} does not exist any more: every process that had it has disposed of it or has ended. Keep it until those that are to get it have it, or hand it over in a call or an item of a queue.");
}
