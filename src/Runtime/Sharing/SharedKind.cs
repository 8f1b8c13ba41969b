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

    /// <summary>The first number of channels (queues and pipes).</summary>
    FirstChannel = 32,
}
