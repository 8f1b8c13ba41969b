using ProcGen.Protocol;

namespace ProcGen.Transport;

/// <summary>
/// Where the parts of one ring are in memory that two processes map. The ring is written by one thread at a time of one side, and read by one thread at a
/// time of the other:
/// <code>
/// record   at a multiple of 8, never across the end of the ring
///  0  length    i32  bytes of the frame; 0 not written yet; -1 nothing more up to the end of the ring, go on at its beginning
///  4  unused    u32
///  8  frame     header and payload, filled up to a multiple of 8
/// </code>
/// The length is stored last: it commits the record. The word behind the last record is always 0, because a record's writer clears the next one's length
/// before it stores its own. So the reader needs no index of the writer's, and nobody has to clear what was read.
/// </summary>
internal static class RingLayout
{
    /// <summary>The bytes before a frame, and the least that is left behind the last record.</summary>
    public const int RecordHeaderSize = 8;

    /// <summary>The length that stands for the unused end of the ring.</summary>
    public const int Padding = -1;

    /// <summary>Room for several of the largest frames, so that copying in and copying out overlap, and small enough to stay in a processor's cache.</summary>
    public const int DefaultCapacity = 1024 * 1024;

    /// <summary>With less than four of the largest records a frame could wait for room that never comes.</summary>
    public const int MinimumCapacity = 4 * 128 * 1024;

    /// <summary>Beyond this a ring only costs memory.</summary>
    public const int MaximumCapacity = 1 << 28;

    public const int LargestFrame = FrameHeader.Size + ProtocolLimits.MaxPiece;

    // Two cache lines apart: processors fetch lines in pairs, and what one side writes must not slow down what the other reads.
    private const int LineSize = 128;

    private const int HeadOffset = 0;
    private const int WaitingOffset = LineSize;
    private const int RoomWantedOffset = 2 * LineSize;

    /// <summary>The size of a ring's indices and flags, apart from its data.</summary>
    public const int ControlSize = 3 * LineSize;

    /// <summary>The bytes that a record of this frame takes.</summary>
    public static int RecordSize(int frameSize) => RecordHeaderSize + ((frameSize + 7) & ~7);

    public static unsafe long* Head(byte* control) => (long*)(control + HeadOffset);

    public static unsafe int* Waiting(byte* control) => (int*)(control + WaitingOffset);

    public static unsafe int* RoomWanted(byte* control) => (int*)(control + RoomWantedOffset);
}
