using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ProcGen.Launching;
using ProcGen.Scheduling;

namespace ProcGen.Pools;

/// <summary>The options of a pool, checked and copied.</summary>
internal sealed class PoolSettings
{
    /// <summary>As many short calls as are written and read in one go. More only keep those behind them from other workers.</summary>
    private const int MaxCallsAhead = 64;

    private static int s_lastPool;

    private readonly WorkerLaunchOptions _launch;
    private readonly Func<int, IReadOnlyList<int>?>? _affinity;

    /// <param name="options">The options.</param>
    /// <param name="defaultName">The name where the options have none.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public PoolSettings(ProcessPoolOptions options, string? defaultName = null)
    {
        PoolOptionsValidator.Validate(options);
        Name = options.Name ?? defaultName ?? $"pool-{Interlocked.Increment(ref s_lastPool)}";
        States = [.. options.State];
        Initializer = options.Initializer;
        InitializerTimeout = options.InitializerTimeout;
        Finalizer = options.Finalizer;
        FinalizerTimeout = options.FinalizerTimeout;
        Timeout = options.Timeout;
        KillGrace = options.KillGrace;
        QueueTimeout = options.QueueTimeout;
        MemoryLimit = options.MemoryLimit;
        AllowSynchronousContinuations = options.AllowSynchronousContinuations;
        SamplesMemoryBetweenCalls = options.MaxWorkerMemory is not null;
        LoggerFactory = options.LoggerFactory ?? NullLoggerFactory.Instance;
        _affinity = options.Affinity;
        _launch = new WorkerLaunchOptions
        {
            Name = Name,
            Environment = new Dictionary<string, string?>(options.Environment),
            WorkingDirectory = options.WorkingDirectory,
            Priority = options.Priority,
            MemoryLimitBytes = options.MemoryLimit,
            Output = options.Output,
            StartTimeout = options.StartTimeout,
            LoggerFactory = options.LoggerFactory,
        };
        Scheduler = new SchedulerOptions
        {
            Workers = options.Workers,
            MinWorkers = options.MinWorkers,
            Spares = options.Spares,
            IdleTimeout = ToTicks(options.IdleTimeout),
            MaxConcurrentCallsPerWorker = options.MaxConcurrentCallsPerWorker,
            MaxCallsAhead = MaxCallsAhead,
            MaxCallsPerWorker = options.MaxCallsPerWorker ?? long.MaxValue,
            MaxWorkerMemory = options.MaxWorkerMemory ?? long.MaxValue,
            MaxQueuedCalls = options.MaxQueuedCalls ?? int.MaxValue,
            MaxQueuedSize = options.MaxQueuedBytes ?? long.MaxValue,
        };
    }

    public string Name { get; }

    public IReadOnlyList<ProcessStateCall> States { get; }

    public ProcessCall? Initializer { get; }

    public TimeSpan InitializerTimeout { get; }

    public ProcessCall? Finalizer { get; }

    public TimeSpan FinalizerTimeout { get; }

    public TimeSpan? Timeout { get; }

    public TimeSpan KillGrace { get; }

    public TimeSpan? QueueTimeout { get; }

    public long? MemoryLimit { get; }

    public bool SamplesMemoryBetweenCalls { get; }

    public bool AllowSynchronousContinuations { get; }

    public ILoggerFactory LoggerFactory { get; }

    public SchedulerOptions Scheduler { get; }

    /// <summary>A time span in the scheduler's ticks, where infinite is <see cref="Deadline.Never"/>.</summary>
    public static long ToTicks(TimeSpan? span) =>
        span is { } time && time != System.Threading.Timeout.InfiniteTimeSpan ? time.Ticks : Deadline.Never;

    /// <summary>The process of one worker. Runs user code (the affinity).</summary>
    /// <param name="number">Counts the workers of the pool.</param>
    /// <param name="place">The worker's place among those that live.</param>
    public WorkerLaunchOptions NewLaunchOptions(int number, int place) => _launch with
    {
        Name = $"{Name}/{number}",
        Affinity = _affinity?.Invoke(place),
    };
}
