using ProcGen.Calls;
using ProcGen.Launching;

namespace ProcGen.Workers;

/// <summary>Told what happens to a worker and its calls. Called on I/O threads, one at a time per connection: must not block and must not run user code.</summary>
internal interface IWorkerEvents
{
    /// <summary>The body of a call has begun to run.</summary>
    void OnCallStarted(WorkerConnection worker, CallOperation call);

    /// <summary>A call came back, with a result or with an error of its own. The operation is not completed yet: the receiver does that.</summary>
    void OnCallEnded(WorkerConnection worker, CallOperation call, CallOutcome outcome);

    /// <summary>The worker's process is gone. Told once, after every other event of this worker. The calls that had no end yet are the receiver's to end.</summary>
    void OnWorkerExited(WorkerConnection worker, WorkerExit exit);
}

/// <summary>
/// One live worker as its parent sees it: the process, the transport and the calls in it. Started, it is ready: handshake done, start-up methods, initializer and state run.
/// Thread-safe.
/// </summary>
internal sealed class WorkerConnection : IAsyncDisposable
{
    private WorkerConnection() { }

    /// <summary>Starts a worker and completes when it has answered through the real call path.</summary>
    /// <param name="options">The process.</param>
    /// <param name="events">Told what happens.</param>
    /// <param name="preparation">Calls run in the worker, in order, before it counts as ready: states and initializer.</param>
    /// <param name="cancellationToken">Gives up and kills the process.</param>
    /// <exception cref="WorkerStartException">The process did not start, ended, or did not answer in time; the message has the cause.</exception>
    public static Task<WorkerConnection> StartAsync(
        WorkerLaunchOptions options, IWorkerEvents events, IReadOnlyList<ProcessInvocation> preparation, CancellationToken cancellationToken) =>
        throw new NotImplementedException();

    /// <summary>
    /// Starts the process and returns at once, so that its id is known and it can be killed before it is ready; <see cref="StartAsync"/> is this and <see cref="Ready"/>.
    /// <see cref="IWorkerEvents.OnWorkerExited"/> is told in any case, also when the worker never became ready.
    /// </summary>
    /// <exception cref="WorkerStartException">The process did not start.</exception>
    public static WorkerConnection Launch(WorkerLaunchOptions options, IWorkerEvents events, IReadOnlyList<ProcessInvocation> preparation) =>
        throw new NotImplementedException();

    /// <summary>Completes when the worker has answered through the real call path; faults with a <see cref="WorkerStartException"/>, and then the process is gone.</summary>
    public Task Ready => throw new NotImplementedException();

    public ChildProcess Process => throw new NotImplementedException();

    public string Name => throw new NotImplementedException();

    /// <summary>Sends a call. Never blocks on the worker: what does not fit is queued and sent in pieces.</summary>
    public void Send(CallOperation call) => throw new NotImplementedException();

    /// <summary>Asks the worker to cancel a call; it still ends by an event.</summary>
    public void Cancel(CallOperation call) => throw new NotImplementedException();

    /// <summary>Interrupts what runs: the token, then <see cref="Thread.Interrupt"/>, then an abort where the runtime has one.</summary>
    public void Interrupt() => throw new NotImplementedException();

    /// <summary>
    /// Lets the worker finish its calls, run <paramref name="finalizer"/> and exit; kills it at the deadline. It exits with <paramref name="exitCode"/>
    /// (1 after a body that threw), or with its own <see cref="Environment.ExitCode"/> where this is null.
    /// </summary>
    public Task CloseAsync(ProcessInvocation? finalizer, TimeSpan deadline, int? exitCode = null) => throw new NotImplementedException();

    /// <summary>Ends the worker and its process group at once.</summary>
    public void Kill() => throw new NotImplementedException();

    /// <summary>Kills what still runs and waits for the end.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
