namespace ProcGen.Launching;

/// <summary>What is kept of a worker's standard error: the last lines, and the lines that say why a .NET process died. Thread-safe.</summary>
internal sealed class ErrorTail
{
    public const int MaximumLines = 40;
    public const int MaximumLineLength = 4096;

    // A stack overflow prints thousands of frames after its first line, so the lines that name a reason are kept apart from the tail.
    private static readonly (string Prefix, string Reason)[] s_reasons =
    [
        ("Stack overflow.", "stack overflow"),
        ("Process terminated.", "Environment.FailFast"),
        ("Unhandled exception.", "unhandled exception"),
        ("Unhandled Exception:", "unhandled exception"), // NativeAOT
        ("Fatal error.", "fatal error of the runtime"),
        ("Out of memory.", "out of memory"),
    ];

    private readonly Queue<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Why the runtime ended the process, in words; null where it did not say.</summary>
    public string? FatalReason { get; private set; }

    /// <summary>The last thing the worker's own launch code said, without its prefix.</summary>
    public string? WorkerMessage { get; private set; }

    public void Add(string line)
    {
        if (line.StartsWith(WorkerExitCode.MessagePrefix, StringComparison.Ordinal))
        {
            WorkerMessage = line[WorkerExitCode.MessagePrefix.Length..];
        }

        foreach ((string prefix, string reason) in s_reasons)
        {
            if (line.StartsWith(prefix, StringComparison.Ordinal))
            {
                FatalReason = reason;
            }
        }

        lock (_lines)
        {
            _lines.Enqueue(line.Length <= MaximumLineLength ? line : line[..MaximumLineLength] + "…");
            if (_lines.Count > MaximumLines)
            {
                _lines.Dequeue();
            }
        }
    }
}
