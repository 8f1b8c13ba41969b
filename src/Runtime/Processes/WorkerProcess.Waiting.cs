namespace ProcGen;

public abstract partial class WorkerProcess : IProcessWaitable
{
    /// <summary>Ready when it has ended.</summary>
    bool IProcessWaitable.IsReady => RequireRun().Ended.IsCompleted;

    Task IProcessWaitable.WaitAsync(CancellationToken cancellationToken) => WaitForExitAsync(cancellationToken);
}
