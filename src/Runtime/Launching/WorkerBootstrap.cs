namespace ProcGen.Launching;

/// <summary>What the parent tells a worker through its standard input before anything else, so that no secret is in its arguments or environment.</summary>
internal sealed record WorkerBootstrap
{
    public const int TokenSize = Protocol.Handshake.TokenSize;

    /// <summary>The random secret by which the worker proves that it is the one that was started.</summary>
    public required byte[] Token { get; init; }

    /// <summary>The address of the transport; its form is the transport's own.</summary>
    public required string TransportAddress { get; init; }

    public required string Name { get; init; }

    public required bool IsDaemon { get; init; }

    public long? MemoryLimitBytes { get; init; }

    /// <summary>Where the root of the tree keeps shared objects; null where there is no sharing.</summary>
    public Sharing.TreeAddress? Tree { get; init; }

    /// <summary>The parent's process id. Filled by <see cref="ChildProcess.Start"/>.</summary>
    public int ParentId { get; init; }

    /// <summary>The parent's start time as the operating system counts it, so that a reused process id is noticed. Filled by <see cref="ChildProcess.Start"/>.</summary>
    public ulong ParentStartTime { get; init; }

    /// <summary>How many workers stand between this one and the root process: 1 for a worker of the root. Filled by <see cref="ChildProcess.Start"/>.</summary>
    public int Depth { get; init; }

    /// <summary>How many worker processes this one may have in its turn. Filled by <see cref="ChildProcess.Start"/>.</summary>
    public int ProcessBudget { get; init; }
}
