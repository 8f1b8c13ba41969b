namespace ProcGen.Launching;

/// <summary>What this process is: the root of a tree of workers, or a worker. Set once, before any user code of a worker runs.</summary>
internal static class WorkerIdentity
{
    private static volatile WorkerBootstrap? s_bootstrap;

    public static bool IsWorker => s_bootstrap is not null;

    /// <summary>The record this worker was started with; null in the root.</summary>
    public static WorkerBootstrap? Bootstrap => s_bootstrap;

    /// <summary>0 in the root.</summary>
    public static int Depth => s_bootstrap?.Depth ?? 0;

    public static void Set(WorkerBootstrap bootstrap)
    {
        if (Interlocked.CompareExchange(ref s_bootstrap, bootstrap, null) is not null)
        {
            throw new InvalidOperationException("This process is a worker already.");
        }
    }
}
