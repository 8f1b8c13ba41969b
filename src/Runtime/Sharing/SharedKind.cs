namespace ProcGen.Sharing;

/// <summary>What a segment holds. On the wire; append-only.</summary>
internal enum SharedKind : uint
{
    Memory = 1,
    Lock = 2,
    Value = 3,
    Array = 4,
    Semaphore = 5,
    Event = 6,
    ReentrantLock = 7,
    ReaderWriterLock = 8,
    Condition = 9,
    Barrier = 10,

    /// <summary>The bytes of a value that is sent once for each process.</summary>
    Payload = 11,

    Queue = 32,
    JoinableQueue = 33,
    PipeEnd = 34,

    /// <summary>A ring behind the first one of a channel.</summary>
    ChannelRing = 35,

    /// <summary>An item of a channel that is too large for a ring, or the error that it was completed with.</summary>
    ChannelItem = 36,
}
