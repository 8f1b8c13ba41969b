namespace ProcGen;

/// <summary>
/// Stands for an exception of a worker that cannot be rebuilt here as its own type. It carries all that was said over there. An exception that can be
/// rebuilt comes as its own type, with the worker's stack trace in its <see cref="Exception.StackTrace"/> and the worker in its <see cref="Exception.Data"/>.
/// </summary>
public sealed class RemoteException : ProcessException
{
    internal RemoteException(string remoteTypeName, string message, string? remoteStackTrace, Exception? innerException)
        : base(message, innerException)
    {
        RemoteTypeName = remoteTypeName;
        RemoteStackTrace = remoteStackTrace;
    }

    /// <summary>The full name of the exception's type in the worker.</summary>
    public string RemoteTypeName { get; }

    /// <summary>The stack trace of the worker, with files and lines where symbols are present.</summary>
    public string? RemoteStackTrace { get; }

    /// <summary>The worker's process id.</summary>
    public int ProcessId { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{RemoteTypeName}: {Message}{(InnerException is null ? "" : $"\n ---> {InnerException}\n   --- End of inner exception stack trace ---")}\n{RemoteStackTrace}\n   --- in worker process {ProcessId} ---\n{StackTrace}";
}
