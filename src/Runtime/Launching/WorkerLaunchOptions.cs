using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ProcGen.Transport;

namespace ProcGen.Launching;

/// <summary>Everything about a worker's process that is not a call: resolved from the options of a pool or of a single process.</summary>
internal sealed record WorkerLaunchOptions
{
    /// <summary>The name in logs, errors and forwarded output.</summary>
    public required string Name { get; init; }

    /// <summary>Variables set (or, with null, removed) on top of the inherited environment.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    public string? WorkingDirectory { get; init; }

    public ProcessPriorityClass? Priority { get; init; }

    /// <summary>Processor numbers the worker may run on; null for all.</summary>
    public IReadOnlyList<int>? Affinity { get; init; }

    /// <summary>Bytes of private memory (RssAnon) and of managed heap; null for no limit.</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>Whether startup hooks of the environment other than ours run in the worker, too.</summary>
    public bool InheritStartupHooks { get; init; }

    /// <summary>Where the lines of the worker's standard output and error go.</summary>
    public WorkerOutput Output { get; init; } = WorkerOutput.Forward;

    /// <summary>Receives the log records of the worker's own code; null drops them.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>Whether the worker is ended with this process's normal exit (true), or awaited after Main (false).</summary>
    public bool IsDaemon { get; init; } = true;

    /// <summary>Over what its frames travel; null for what the environment asks for.</summary>
    public CarrierKind? Carrier { get; init; }

    /// <summary>How long the worker may take from its start to its first readiness.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
