using Microsoft.Extensions.Logging;
using ProcGen.Launching;

namespace ProcGen;

/// <summary>How the process of a <see cref="ProcessManager"/> is started and ended. Read once, at its start.</summary>
public sealed class ProcessManagerOptions
{
    /// <summary>The name in errors, logs and forwarded output. By default "manager" with a number.</summary>
    public string? Name { get; init; }

    /// <summary>Environment variables set on top of those of this process; null removes one.</summary>
    public IDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The bytes of managed heap that the process may hold; null for no limit.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Where the lines of standard output and error go; by default to this process's own, with the manager's name and id before each.</summary>
    public WorkerOutput Output { get; init; } = WorkerOutput.Forward;

    /// <summary>How long the process may take to become ready. 30 s by default.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the process may take to exit when the manager is disposed, before it is killed. 2 s by default.</summary>
    public TimeSpan ExitGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long an object is kept that no process has a proxy of, because one may be on its way: as the result of a call that was just returned, or in a queue. 10 s by default.
    /// </summary>
    public TimeSpan ReleaseDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Receives the records of the process's life; null for none.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Checks the values and makes of them what the launcher takes.</summary>
    internal WorkerLaunchOptions ToLaunchOptions(string name)
    {
        ArgumentNullException.ThrowIfNull(Output);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(StartTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(ExitGrace, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(ReleaseDelay, TimeSpan.Zero);
        if (MemoryLimit is { } limit)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit, nameof(MemoryLimit));
        }

        return new()
        {
            Name = name,
            Environment = new Dictionary<string, string?>(Environment),
            MemoryLimitBytes = MemoryLimit,
            Output = Output,
            StartTimeout = StartTimeout,
            LoggerFactory = LoggerFactory,
        };
    }
}
