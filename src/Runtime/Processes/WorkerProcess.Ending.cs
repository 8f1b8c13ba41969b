namespace ProcGen;

public abstract partial class WorkerProcess
{
    /// <summary>Waits until the process has ended and its output is drained.</summary>
    /// <exception cref="InvalidOperationException">The process is not started, or is this process itself.</exception>
    public void WaitForExit() => RequireRun().Ended.Wait();

    /// <summary>Waits until the process has ended and its output is drained, but no longer than a time.</summary>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> for without end.</param>
    /// <returns>False if the process still runs after that time.</returns>
    /// <exception cref="InvalidOperationException">The process is not started, or is this process itself.</exception>
    public bool WaitForExit(TimeSpan timeout) => RequireRun().Ended.Wait(timeout);

    /// <summary>Waits until the process has ended and its output is drained.</summary>
    /// <param name="cancellationToken">Gives up the waiting; the process goes on.</param>
    /// <exception cref="InvalidOperationException">The process is not started, or is this process itself.</exception>
    public Task WaitForExitAsync(CancellationToken cancellationToken = default) => RequireRun().Ended.WaitAsync(cancellationToken);

    /// <summary>
    /// Asks the process to end (SIGTERM): the body's token is cancelled, its <see langword="finally"/> blocks run, and the process exits. What still runs after
    /// <see cref="WorkerProcessOptions.ExitGrace"/> is killed. Does not wait; has no effect after the end.
    /// </summary>
    /// <exception cref="InvalidOperationException">The process is not started, or is this process itself.</exception>
    public void Terminate() => RequireRun().Terminate();

    /// <summary>Ends the process and every process that it started at once, without any clean-up over there. Does not wait; has no effect after the end.</summary>
    /// <exception cref="InvalidOperationException">The process is not started, or is this process itself.</exception>
    public void Kill() => RequireRun().Kill();

    /// <summary>
    /// Interrupts the body: its token is cancelled, then a wait or sleep of its thread is broken with a <see cref="ThreadInterruptedException"/>, and then, where the
    /// runtime can, the thread is aborted; its <see langword="finally"/> blocks run. Native code is out of reach. Does not wait; has no effect after the end.
    /// </summary>
    /// <exception cref="InvalidOperationException">The process is not started, or is this process itself.</exception>
    public void Interrupt() => RequireRun().Interrupt();

    /// <summary>Frees the object of a process that has ended, or was never started. Unlike <see cref="Dispose()"/> it never ends a process.</summary>
    /// <exception cref="InvalidOperationException">The process still runs.</exception>
    public void Close()
    {
        if (_run is { HasExited: false })
        {
            throw new InvalidOperationException($"'{Name}' ({Id}) still runs: wait for its end first, or end it with Terminate(), Kill() or Dispose().");
        }

        Dispose();
    }

    /// <summary>Ends the process if it still runs, as <see cref="Terminate"/> does, waits for its end and frees everything. What it was stays readable.</summary>
    public void Dispose()
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose()"/>
    public virtual async ValueTask DisposeAsync()
    {
        Interlocked.CompareExchange(ref _startedOrDisposed, Disposed, 0);
        if (_run is { HasExited: false } run)
        {
            run.Terminate();
            await run.Ended.ConfigureAwait(false);
        }

        GC.SuppressFinalize(this);
    }
}
