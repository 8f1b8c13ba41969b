namespace ProcGen;

/// <summary>What is different about one launch of a call. What is null here is as the method and the pool say.</summary>
public sealed record ProcessCallOptions
{
    /// <summary>Calls with a higher priority leave the queue first. 0 by default. Running calls are not interrupted for it.</summary>
    public int Priority { get; init; }

    /// <summary>See <see cref="ProcessPoolOptions.Timeout"/>. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> takes a limit away.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>See <see cref="ProcessPoolOptions.KillGrace"/>.</summary>
    public TimeSpan? KillGrace { get; init; }

    /// <summary>See <see cref="ProcessPoolOptions.QueueTimeout"/>. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> takes a limit away.</summary>
    public TimeSpan? QueueTimeout { get; init; }

    /// <summary>See <see cref="RunInProcessAttribute.ItemTimeoutMilliseconds"/>. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> takes a limit away.</summary>
    public TimeSpan? ItemTimeout { get; init; }
}
