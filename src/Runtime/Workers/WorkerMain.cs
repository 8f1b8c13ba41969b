using ProcGen.Launching;

namespace ProcGen.Workers;

/// <summary>A worker's life after it was bootstrapped: connect, shake hands, take calls until the parent is done or gone.</summary>
internal static class WorkerMain
{
    /// <summary>Runs the worker on the calling thread, which becomes the one that runs synchronous bodies.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(WorkerBootstrap bootstrap) => throw new NotImplementedException();
}
