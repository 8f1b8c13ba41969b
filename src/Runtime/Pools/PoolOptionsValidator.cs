using System.Globalization;

namespace ProcGen.Pools;

/// <summary>Refuses options that cannot be meant, with the option's name and what it may be.</summary>
internal static class PoolOptionsValidator
{
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static void Validate(ProcessPoolOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Require(options.Name is null || !string.IsNullOrWhiteSpace(options.Name), nameof(options.Name), options.Name, "must not be empty; leave it null for a name made up by the pool");
        RequireWorkers(options.Workers);
        Require(
            options.MinWorkers >= 0 && options.MinWorkers <= options.Workers, nameof(options.MinWorkers), options.MinWorkers,
            $"must be between 0 and {nameof(options.Workers)} ({options.Workers})");
        Require(options.Spares is >= 0 and <= ProcessPool.MostWorkers, nameof(options.Spares), options.Spares, $"must be between 0 and {ProcessPool.MostWorkers}");
        Require(
            options.MaxConcurrentCallsPerWorker >= 1, nameof(options.MaxConcurrentCallsPerWorker), options.MaxConcurrentCallsPerWorker,
            "must be at least 1; 1 runs the calls of a worker one after the other");
        RequirePositive(options.MaxCallsPerWorker, nameof(options.MaxCallsPerWorker));
        RequirePositive(options.MaxWorkerMemory, nameof(options.MaxWorkerMemory));
        RequirePositive(options.MemoryLimit, nameof(options.MemoryLimit));
        RequirePositive(options.MaxQueuedCalls, nameof(options.MaxQueuedCalls));
        RequirePositive(options.MaxQueuedBytes, nameof(options.MaxQueuedBytes));
        RequireTime(options.IdleTimeout, nameof(options.IdleTimeout), mayBeZero: false, mayBeInfinite: true);
        RequireTime(options.InitializerTimeout, nameof(options.InitializerTimeout), mayBeZero: false, mayBeInfinite: true);
        RequireTime(options.FinalizerTimeout, nameof(options.FinalizerTimeout), mayBeZero: false, mayBeInfinite: false);
        RequireTime(options.StartTimeout, nameof(options.StartTimeout), mayBeZero: false, mayBeInfinite: false);
        RequireTime(options.KillGrace, nameof(options.KillGrace), mayBeZero: true, mayBeInfinite: true);
        RequireTime(options.Timeout, nameof(options.Timeout), mayBeZero: false, mayBeInfinite: true);
        RequireTime(options.QueueTimeout, nameof(options.QueueTimeout), mayBeZero: false, mayBeInfinite: true);
        Require(options.Output is not null, nameof(options.Output), null, "must not be null; WorkerOutput.Discard drops the output");
        Require(!options.State.Contains(null!), nameof(options.State), null, "must not contain null");
    }

    /// <exception cref="ArgumentException">It is out of its range.</exception>
    public static void RequireWorkers(int workers) =>
        Require(workers is >= 1 and <= ProcessPool.MostWorkers, nameof(ProcessPoolOptions.Workers), workers, $"must be between 1 and {ProcessPool.MostWorkers}");

    private static void RequirePositive(long? value, string name) =>
        Require(value is not <= 0, name, value, "must be positive; null means that there is no limit");

    private static void RequireTime(TimeSpan? value, string name, bool mayBeZero, bool mayBeInfinite)
    {
        if (value is { } time && !(mayBeInfinite && time == Timeout.InfiniteTimeSpan))
        {
            bool holds = mayBeZero ? time >= TimeSpan.Zero : time > TimeSpan.Zero;
            Require(holds && time <= TimeSpan.FromDays(24), name, time, $"must be {(mayBeZero ? "zero or more" : "more than zero")}, and at most 24 days{(mayBeInfinite ? ", or infinite" : "")}");
        }
    }

    private static void Require(bool holds, string name, object? value, string rule)
    {
        if (!holds)
        {
            string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            throw new ArgumentException($"{nameof(ProcessPoolOptions)}.{name} is {(text.Length == 0 ? "empty" : text)}, but {rule}.", "options");
        }
    }
}
