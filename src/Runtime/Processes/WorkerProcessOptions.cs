using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ProcGen.Launching;

namespace ProcGen;

/// <summary>How a <see cref="WorkerProcess"/> is started and ended. Read once, when the process starts.</summary>
public sealed class WorkerProcessOptions
{
    /// <summary>The name in errors, logs and forwarded output. By default the method's or the subclass's name with a number.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// True (the default): the process ends when this one exits. False: this process, when <c>Main</c> has returned, waits for it; not so on
    /// <c>Environment.Exit</c> or a signal, which end every worker.
    /// </summary>
    public bool IsDaemon { get; init; } = true;

    /// <summary>Environment variables set on top of those of this process; null removes one.</summary>
    public IDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The directory the process starts in; null for this process's own.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The priority; null leaves the operating system's default. Raising it needs the rights for that.</summary>
    public ProcessPriorityClass? Priority { get; init; }

    /// <summary>The numbers of the processors the process may run on; null for all.</summary>
    public IReadOnlyList<int>? Affinity { get; init; }

    /// <summary>
    /// Bytes the process may hold: of managed heap, where the garbage collector enforces it, and of private resident memory, which is sampled while the body
    /// runs. Past it the process is ended and the body fails with a <see cref="WorkerMemoryLimitException"/>. Null for no limit;
    /// <see cref="RunInProcessAttribute.MemoryLimitMegabytes"/> wins over it.
    /// </summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Where the lines of standard output and error go; by default to this process's own, with the worker's name and id before each.</summary>
    public WorkerOutput Output { get; init; } = WorkerOutput.Forward;

    /// <summary>How long the process may take to become ready. 30 s by default.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the process may take to exit, from <see cref="WorkerProcess.Terminate"/>, from disposal, or from a timeout's cancellation, before it and everything it started is
    /// killed. 2 s by default. <see cref="RunInProcessAttribute.KillGraceMilliseconds"/> wins over it after a timeout.
    /// </summary>
    /// <remarks>After the end of its body a process has 2 s for its own exit handlers, and then exits without the rest of them.</remarks>
    public TimeSpan ExitGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Receives the records of the process's life; null for none.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Checks the values and makes of them what the launcher takes.</summary>
    internal WorkerLaunchOptions ToLaunchOptions(string name, bool isDaemon, int methodMemoryLimitMegabytes)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(Output);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(StartTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(ExitGrace, TimeSpan.Zero);
        if (MemoryLimit is { } limit)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit, nameof(MemoryLimit));
        }

        return new()
        {
            Name = name,
            IsDaemon = isDaemon,
            Environment = new Dictionary<string, string?>(Environment),
            WorkingDirectory = WorkingDirectory,
            Priority = Priority,
            Affinity = Affinity is null ? null : [.. Affinity],
            MemoryLimitBytes = methodMemoryLimitMegabytes > 0 ? methodMemoryLimitMegabytes * (1L << 20) : MemoryLimit,
            Output = Output,
            StartTimeout = StartTimeout,
            LoggerFactory = LoggerFactory,
        };
    }
}
