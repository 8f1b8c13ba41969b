namespace ProcGen;

/// <summary>A worker process could not be started, or ended before it could take calls. The message names the cause and the fix.</summary>
public sealed class WorkerStartException : WorkerFailedException
{
    internal WorkerStartException(string message, Exception? innerException = null) : base(message, innerException) { }
}
