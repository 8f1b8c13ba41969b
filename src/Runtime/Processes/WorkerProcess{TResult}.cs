using ProcGen.Calls;

namespace ProcGen;

/// <summary>A worker process that runs one call and hands back its result. Made by <see cref="WorkerProcess.Start{TResult}"/>.</summary>
/// <typeparam name="TResult">The result's type.</typeparam>
public sealed class WorkerProcess<TResult> : WorkerProcess
{
    private readonly CallOperation _operation;

    internal WorkerProcess(CallOperation operation) => _operation = operation;

    /// <summary>
    /// The call's result: <see cref="WorkerProcess.Completion"/> with a value. It is there as soon as the body has returned, a little before the process has exited.
    /// </summary>
    public Task<TResult> Result
    {
        get
        {
            _ = Completion;
            return (Task<TResult>)_operation.Task;
        }
    }
}
