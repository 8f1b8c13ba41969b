namespace ProcGen;

/// <summary>The base of the errors that name a worker process that ended when it should not have.</summary>
public abstract class WorkerFailedException : ProcessException
{
    private protected WorkerFailedException(string message, Exception? innerException = null) : base(message, innerException) { }

    /// <summary>The worker's process id.</summary>
    public int ProcessId { get; init; }

    /// <summary>The worker's name.</summary>
    public string WorkerName { get; init; } = "";

    /// <summary>The exit code, where the worker exited; null where a signal ended it.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The name of the signal that ended the worker (<c>"SIGSEGV"</c>); null where it exited.</summary>
    public string? Signal { get; init; }

    /// <summary>The marked method that ran, as <c>Type.Method(parameters)</c>; null where none did.</summary>
    public string? Method { get; init; }

    /// <summary>How long the call had run when the worker ended.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The worker's largest resident memory, in bytes; null where it is not known.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>The last lines the worker wrote to standard error, oldest first.</summary>
    public IReadOnlyList<string> LastErrorLines { get; init; } = [];

    /// <summary>Whether the method's body may have begun. False means that it certainly has not.</summary>
    public bool MayHaveRun { get; init; }
}
