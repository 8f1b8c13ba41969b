namespace ProcGen;

/// <summary>How a map over a sequence goes. What is null the pool chooses.</summary>
public sealed record MapOptions
{
    /// <summary>
    /// How many items go to a worker together, which saves round trips where items take microseconds. They run one after the other, each as a call of its own with its own
    /// result, error and timeout; if the worker dies, those that have not begun go to another. By default the pool measures and chooses.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? ChunkSize { get; init => field = Positive(value, nameof(ChunkSize)); }

    /// <summary>
    /// How many results may be under way or wait to be taken, in addition to one per worker: so many items are pulled from the source ahead of the results that were
    /// taken. By default twice as many as go to all workers together.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? BufferSize { get; init => field = Positive(value, nameof(BufferSize)); }

    /// <summary>What is different about these calls.</summary>
    public ProcessCallOptions? Call { get; init; }

    /// <summary>Told how far the map is: at its beginning, about every 50 ms, and at its end, each time where the results are taken.</summary>
    public IProgress<MapProgress>? Progress { get; init; }

    /// <summary>How many items there are, for <see cref="Progress"/>. Arrays, lists and other collections say it themselves.</summary>
    public long? Total { get; init; }

    private static int? Positive(int? value, string name)
    {
        if (value is { } number)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number, name);
        }

        return value;
    }
}
