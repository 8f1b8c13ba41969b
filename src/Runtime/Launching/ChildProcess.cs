namespace ProcGen.Launching;

/// <summary>
/// A worker's operating-system process as its parent sees it: started by the resolved route, its streams drained, its end judged by the process
/// itself and never by its output. Owns the process, its pipes and its descriptors. Thread-safe.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private ChildProcess() { }

    /// <summary>Starts the process and writes the bootstrap record to its standard input, which then stays open as long as this process lives.</summary>
    /// <exception cref="WorkerStartException">The process could not be started.</exception>
    public static ChildProcess Start(WorkerLaunchOptions options, WorkerBootstrap bootstrap) => throw new NotImplementedException();

    public int Id => throw new NotImplementedException();

    public bool HasExited => throw new NotImplementedException();

    /// <summary>Completes once, when the process has ended and its process group was killed. Never faults.</summary>
    public Task<WorkerExit> Exited => throw new NotImplementedException();

    /// <summary>The last lines of standard error so far.</summary>
    public IReadOnlyList<string> LastErrorLines => throw new NotImplementedException();

    /// <summary>Private memory (RssAnon) in bytes; null where it cannot be read.</summary>
    public long? SampleMemory() => throw new NotImplementedException();

    /// <summary>Asks the process to end (SIGTERM).</summary>
    public void Terminate() => throw new NotImplementedException();

    /// <summary>Ends the process and everything in its process group at once (SIGKILL). Safe at any time, also after the end.</summary>
    public void Kill() => throw new NotImplementedException();

    /// <summary>Kills what still runs, waits for the end and frees everything.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
