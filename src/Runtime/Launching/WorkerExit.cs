namespace ProcGen.Launching;

/// <summary>How a worker process ended, as far as it can be known.</summary>
internal sealed record WorkerExit
{
    /// <summary>The exit code; null where a signal ended the process or nothing is known.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The name of the signal that ended the process, as <c>"SIGSEGV"</c>.</summary>
    public string? Signal { get; init; }

    /// <summary>The largest resident memory in bytes; null where it is not known.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>The last lines of standard error, oldest first.</summary>
    public IReadOnlyList<string> LastErrorLines { get; init; } = [];

    /// <summary>"exit code 42", "SIGSEGV", or "exit code 134 or SIGABRT" where the two cannot be told apart.</summary>
    public required string Description { get; init; }
}
