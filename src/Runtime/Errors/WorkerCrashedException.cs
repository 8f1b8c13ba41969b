namespace ProcGen;

/// <summary>
/// The worker process ended while it ran a call: a native crash, a stack overflow, <c>Environment.FailFast</c>, a kill from outside,
/// or an exit (an exit with code 0 is no less a failure of the call). Other calls are not affected, and the pool replaces the worker.
/// </summary>
public sealed class WorkerCrashedException : WorkerFailedException
{
    internal WorkerCrashedException(string message, Exception? innerException = null) : base(message, innerException) { }
}
