namespace ProcGen;

/// <summary>How far a map has come, reported to <see cref="MapOptions.Progress"/>.</summary>
/// <param name="Done">How many results were taken, failed ones included.</param>
/// <param name="Failed">How many of them are errors.</param>
/// <param name="Total">How many items there are; null where the source does not say without being enumerated, and <see cref="MapOptions.Total"/> does not either.</param>
/// <param name="Elapsed">The time since the enumeration began.</param>
public readonly record struct MapProgress(long Done, long Failed, long? Total, TimeSpan Elapsed)
{
    /// <summary>Results in a second, over all of the time so far.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Done / Elapsed.TotalSeconds : 0;

    /// <summary>What is done of the total, from 0 to 1; null where the total is not known.</summary>
    public double? Fraction => Total is { } total ? total == 0 ? 1 : Math.Min(1, (double)Done / total) : null;

    /// <summary>The time that the rest takes at this rate; null before the first result, and where the total is not known.</summary>
    public TimeSpan? Remaining =>
        Total is not { } total ? null
        : Done >= total ? TimeSpan.Zero
        : Done == 0 ? null
        : Elapsed * ((double)(total - Done) / Done);
}
