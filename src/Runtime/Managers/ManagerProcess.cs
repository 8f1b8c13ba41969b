using ProcGen.Calls;
using ProcGen.Launching;
using ProcGen.Workers;

namespace ProcGen.Managers;

/// <summary>The process of a manager, on the side of the process that started it.</summary>
internal sealed class ManagerProcess : IWorkerEvents
{
    private static int s_lastNumber;

    private readonly TimeSpan _exitGrace;
    private readonly TaskCompletionSource<WorkerExit> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WorkerConnection _worker;
    private CallOperation? _start;

    private ManagerProcess(string name, ProcessManagerOptions options)
    {
        Name = name;
        _exitGrace = options.ExitGrace;
        _worker = WorkerConnection.Launch(options.ToLaunchOptions(name), this, []);
    }

    public string Name { get; }

    public ManagerAddress Address { get; private set; } = null!;

    /// <summary>Starts the process and makes it a manager.</summary>
    /// <exception cref="WorkerStartException">It did not start.</exception>
    public static async Task<ManagerProcess> StartAsync(ProcessManagerOptions options, CancellationToken cancellationToken)
    {
        var process = new ManagerProcess(options.Name ?? $"manager-{Interlocked.Increment(ref s_lastNumber)}", options);
        await using (cancellationToken.UnsafeRegister(static state => ((ManagerProcess)state!).Kill(), process).ConfigureAwait(false))
        {
            try
            {
                await process._worker.Ready.ConfigureAwait(false);
                CallOperation<ManagerAddress> start = CallOperation.Create(new StartCall(options.ReleaseDelay));
                process._start = start;
                process._worker.Send(start);
                process.FailIfExited();
                process.Address = await start.Task.ConfigureAwait(false);
                return process;
            }
            catch (Exception e)
            {
                await process._worker.DisposeAsync().ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                throw e is WorkerStartException ? e : new WorkerStartException($"The manager '{process.Name}' did not start: {e.Message}", e);
            }
        }
    }

    /// <summary>Lets the process exit; kills it when it does not.</summary>
    public Task CloseAsync() => _worker.CloseAsync(finalizer: null, _exitGrace);

    public void Kill() => _worker.Kill();

    void IWorkerEvents.OnCallStarted(WorkerConnection worker, CallOperation call)
    {
    }

    void IWorkerEvents.OnCallEnded(WorkerConnection worker, CallOperation call, CallOutcome outcome) => call.TryComplete(outcome);

    void IWorkerEvents.OnWorkerExited(WorkerConnection worker, WorkerExit exit)
    {
        _exited.TrySetResult(exit);
        FailIfExited();
    }

    private void FailIfExited()
    {
        if (_exited.Task.IsCompleted)
        {
            _start?.TryFail(new WorkerStartException($"The manager '{Name}' ended while it was started."));
        }
    }
}
