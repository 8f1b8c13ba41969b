namespace ProcGen.Scheduling;

/// <summary>The numbers by which a <see cref="PoolScheduler"/> decides. Times are ticks of its clock (100 ns).</summary>
internal sealed record SchedulerOptions
{
    /// <summary>How many workers there are at most, spares aside.</summary>
    public required int Workers { get; init; }

    /// <summary>How many workers there are at least.</summary>
    public int MinWorkers { get; init; }

    /// <summary>How many more wait, warm, to replace others.</summary>
    public int Spares { get; init; }

    /// <summary>After how much idleness a worker above the minimum ends.</summary>
    public long IdleTimeout { get; init; } = Deadline.Never;

    /// <summary>How many asynchronous calls run in a worker at once.</summary>
    public int MaxConcurrentCallsPerWorker { get; init; } = 1;

    /// <summary>After how many calls a worker is replaced.</summary>
    public long MaxCallsPerWorker { get; init; } = long.MaxValue;

    /// <summary>Above how many bytes a worker is replaced between two calls.</summary>
    public long MaxWorkerMemory { get; init; } = long.MaxValue;

    /// <summary>How many more synchronous calls a worker may hold behind the one at hand, so that it need not wait for its parent between them. 0 for none.</summary>
    public int MaxCallsAhead { get; init; }

    /// <summary>How much time those calls may take, by what the worker's last ones took: a call must not wait in one worker while another becomes free.</summary>
    public long AheadSpan { get; init; } = 200 * TimeSpan.TicksPerMicrosecond;

    /// <summary>After how much time in which a worker ended no call those that wait in it are taken back.</summary>
    public long AheadPatience { get; init; } = TimeSpan.TicksPerMillisecond;

    /// <summary>How much time a chunk may take behind which another one waits in the same worker.</summary>
    public long AheadChunkSpan { get; init; } = 2 * TimeSpan.TicksPerMillisecond;

    /// <summary>After how much time in which a worker ended no item of its chunk the rest is taken back, if another worker is idle; and what the item at hand gets when nobody wants its chunk any more.</summary>
    public long ItemPatience { get; init; } = 10 * TimeSpan.TicksPerMillisecond;

    /// <summary>Chunks with more bytes wait in the queue.</summary>
    public long MaxAheadChunkSize { get; init; } = 128 << 10;

    /// <summary>Calls with more bytes wait in the queue.</summary>
    public long MaxAheadSize { get; init; } = 4096;

    public int MaxQueuedCalls { get; init; } = int.MaxValue;

    public long MaxQueuedSize { get; init; } = long.MaxValue;

    /// <summary>How long the other calls of a worker that must be killed may go on.</summary>
    public long NeighbourGrace { get; init; } = TimeSpan.TicksPerSecond;

    /// <summary>
    /// How long a worker that runs nothing else may take to begin a call it was sent, besides a second for every <see cref="SizePerSecond"/> of it. One that takes longer does not
    /// work any more: it was stopped, or its main thread is blocked.
    /// </summary>
    public long BeginPatience { get; init; } = 30 * TimeSpan.TicksPerSecond;

    /// <summary>What is sent in a second at the very least, in bytes.</summary>
    public long SizePerSecond { get; init; } = 16 << 20;

    /// <summary>How long the calls of a worker that was asked to end from outside may go on.</summary>
    public long TerminationGrace { get; init; } = 3 * TimeSpan.TicksPerSecond;

    /// <summary>After how many starts in a row that came to nothing the callers are told.</summary>
    public int StartAttempts { get; init; } = 3;

    /// <summary>A start that fails after this long is not tried again before the callers are told.</summary>
    public long StartPatience { get; init; } = 5 * TimeSpan.TicksPerSecond;
}
