namespace ProcGen.Scheduling;

/// <summary>What a scheduler counted since it was made, and what it holds at one moment.</summary>
internal sealed record SchedulerStatistics
{
    public required int QueuedCalls { get; init; }

    public required long QueuedSize { get; init; }

    /// <summary>How many calls ended in each way, by <see cref="CallEnd"/>.</summary>
    public required IReadOnlyList<long> Ends { get; init; }

    /// <summary>How many calls ended in one of some ways.</summary>
    public long Count(params ReadOnlySpan<CallEnd> ends)
    {
        long count = 0;
        foreach (CallEnd end in ends)
        {
            count += Ends[(int)end];
        }

        return count;
    }

    /// <summary>How often a call went back to the queue because its worker died.</summary>
    public required long Reruns { get; init; }

    public required long StartedWorkers { get; init; }

    public required long StartFailures { get; init; }

    /// <summary>Workers that ended by themselves when they should not have.</summary>
    public required long CrashedWorkers { get; init; }

    public required long KilledWorkers { get; init; }

    public required long RetiredWorkers { get; init; }

    /// <summary>The workers that are not gone.</summary>
    public required IReadOnlyList<ScheduledWorker> Workers { get; init; }
}
