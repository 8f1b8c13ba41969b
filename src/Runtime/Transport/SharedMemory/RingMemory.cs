using System.Numerics;

namespace ProcGen.Transport;

/// <summary>
/// The memory of one ring, shared with another process. What is read from it may have been written by anybody: only <see cref="RingReader"/> and
/// <see cref="RingWriter"/> touch it, and believe nothing that they did not check.
/// </summary>
internal readonly unsafe struct RingMemory
{
    private readonly byte* _control;

    /// <param name="control">Indices and flags, <see cref="RingLayout.ControlSize"/> bytes.</param>
    /// <param name="data">The records.</param>
    /// <param name="capacity">The size of the data: a power of two, at least <see cref="RingLayout.MinimumCapacity"/>.</param>
    public RingMemory(byte* control, byte* data, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, RingLayout.MinimumCapacity);
        if (!BitOperations.IsPow2(capacity))
        {
            throw new ArgumentException($"A ring's size is a power of two; {capacity} is none.", nameof(capacity));
        }

        _control = control;
        Data = data;
        Capacity = capacity;
    }

    public byte* Data { get; }

    public int Capacity { get; }

    /// <summary>How many bytes the reader has given back, written by the reader.</summary>
    public ref long Head => ref *RingLayout.Head(_control);

    /// <summary>Who of the reader's side is about to sleep or asleep, a number of <see cref="PeerBells"/>. Set by the reader; whoever clears it wakes that one up.</summary>
    public ref int Waiting => ref *RingLayout.Waiting(_control);

    /// <summary>1 while the writer waits for room. Set by the writer; the reader clears it and wakes it up.</summary>
    public ref int RoomWanted => ref *RingLayout.RoomWanted(_control);

    /// <summary>The committing word of the record at a position.</summary>
    public ref int LengthAt(long position) => ref *(int*)(Data + Offset(position));

    public int Offset(long position) => (int)(position & (Capacity - 1));

    /// <summary>The bytes from a position to the end of the ring.</summary>
    public int ToEnd(long position) => Capacity - Offset(position);
}
