using System.ComponentModel;

namespace ProcGen;

public abstract partial class WorkerProcess
{
    /// <summary>
    /// The body of a subclass, run in the worker. Override it in a <see langword="partial"/> class and mark the override with
    /// <see cref="RunInProcessAttribute"/>; the object's fields cross with it. An exception that leaves it ends the process with exit code 1.
    /// </summary>
    /// <exception cref="NotSupportedException">The subclass does not override it.</exception>
    protected virtual void Run() => throw new NotSupportedException(NoBodyMessage);

    /// <summary>
    /// The asynchronous body of a subclass, run in the worker: an alternative to <see cref="Run"/>. If both are marked, this one runs.
    /// </summary>
    /// <param name="cancellationToken">Cancelled by <see cref="Terminate"/> and <see cref="Interrupt"/>.</param>
    /// <exception cref="NotSupportedException">The subclass does not override it.</exception>
    protected virtual Task RunAsync(CancellationToken cancellationToken) => throw new NotSupportedException(NoBodyMessage);

    /// <summary>The call that runs the marked <see cref="RunAsync"/> or <see cref="Run"/> of this object; null without one. Overridden by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual ProcessCall? CreateRunCall() => null;

    private string NoBodyMessage =>
        $"'{GetType()}' has no body that can run in a worker. Make it a partial class, override Run() or RunAsync(CancellationToken) in it, and mark the override with [RunInProcess].";
}
