using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace ProcGen.Transport;

/// <summary>
/// The shared memory of one worker: a page with a header and the indices and flags of both rings, then the ring to the worker, then the ring to its parent.
/// <code>
///   0  magic     u64  "PrgRing1"
///   8  capacity  i32  of each ring
///  12  unused    u32
///  16  nonce     16 bytes, also in the message that announces the segment
/// 128  indices and flags of the ring to the worker
/// 512  indices and flags of the ring to the parent
/// 896  started   i64  the id of the call whose body began last, written by the worker
/// 1024 processor i32  the number + 1 of the processor on which the parent looked last for replies; 0 before that
/// behind both rings: the page of the worker's chunk, see <see cref="ItemPage"/>
/// </code>
/// </summary>
internal sealed unsafe class SharedSegment : IDisposable
{
    public const int NonceSize = 16;

    private const ulong Magic = 0x31676E6952677250; // "PrgRing1" in the order of the bytes
    private const int CapacityOffset = 8;
    private const int NonceOffset = 16;
    private const int ToWorkerOffset = 128;
    private const int ToParentOffset = ToWorkerOffset + RingLayout.ControlSize;
    private const int StartedOffset = ToParentOffset + RingLayout.ControlSize;
    private const int ProcessorOffset = 1024;
    private const int DataOffset = 4096;

    private SharedSegment(MappedMemory memory, int capacity)
    {
        Memory = memory;
        Capacity = capacity;
        byte* start = memory.Address;
        ToWorker = new RingMemory(start + ToWorkerOffset, start + DataOffset, capacity);
        ToParent = new RingMemory(start + ToParentOffset, start + DataOffset + capacity, capacity);
    }

    public MappedMemory Memory { get; }

    public int Capacity { get; }

    public RingMemory ToWorker { get; }

    public RingMemory ToParent { get; }

    /// <summary>Where the parent looks for replies: the number of the processor + 1. Only a hint. Valid while the memory is held.</summary>
    public int* Processor => (int*)(Memory.Address + ProcessorOffset);

    /// <summary>Makes a holder of what says which call began last, and how far its chunk is.</summary>
    public SharedStartMark NewStartMark() => new(Memory, (long*)(Memory.Address + StartedOffset), Memory.Address + DataOffset + (2L * Capacity));

    public static long SizeOf(int capacity) => DataOffset + (2L * capacity) + ItemPage.Size;

    /// <exception cref="IOException">There is too little memory, or the operating system refuses.</exception>
    public static SharedSegment Create(int capacity, ReadOnlySpan<byte> nonce)
    {
        MappedMemory memory = MappedMemory.Create(SizeOf(capacity));
        var header = new Span<byte>(memory.Address, ToWorkerOffset);
        BinaryPrimitives.WriteUInt64LittleEndian(header, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(header[CapacityOffset..], capacity);
        nonce[..NonceSize].CopyTo(header[NonceOffset..]);
        return new SharedSegment(memory, capacity);
    }

    /// <summary>Maps the segment that was announced, and takes over its descriptor.</summary>
    /// <exception cref="IOException">It is not the one.</exception>
    public static SharedSegment Open(SafeFileHandle descriptor, int capacity, ReadOnlySpan<byte> nonce)
    {
        MappedMemory memory = MappedMemory.Open(descriptor, SizeOf(capacity));
        var header = new ReadOnlySpan<byte>(memory.Address, ToWorkerOffset);
        if (BinaryPrimitives.ReadUInt64LittleEndian(header) == Magic
            && BinaryPrimitives.ReadInt32LittleEndian(header[CapacityOffset..]) == capacity
            && header.Slice(NonceOffset, NonceSize).SequenceEqual(nonce))
        {
            return new SharedSegment(memory, capacity);
        }

        memory.Dispose();
        throw new IOException("The shared memory that came is not the one that was announced.");
    }

    public void Dispose() => Memory.Dispose();
}
