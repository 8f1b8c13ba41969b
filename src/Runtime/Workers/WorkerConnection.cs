using System.Collections.Concurrent;
using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Launching;
using ProcGen.Protocol;
using ProcGen.Sharing;
using ProcGen.Transport;

namespace ProcGen.Workers;

/// <summary>
/// One live worker as its parent sees it: the process, the transport and the calls in it. Once <see cref="Ready"/>, the handshake is done and start-up methods,
/// states and initializer have run. It frees itself when the process has ended. Thread-safe.
/// </summary>
internal sealed partial class WorkerConnection : IParentSessionEvents, IAsyncDisposable
{
    /// <summary>How long what a dead worker had sent may take to be read.</summary>
    private static readonly TimeSpan s_lastFramesTime = TimeSpan.FromSeconds(2);

    /// <summary>How long a worker that closed its connection may take to end. It has a shorter deadline of its own, with which its exit code is kept.</summary>
    private static readonly TimeSpan s_exitTime = TimeSpan.FromSeconds(10);

    /// <summary>How long a worker that was asked to end by a signal may take, where the receiver of the events has no other wish.</summary>
    private static readonly TimeSpan s_terminationTime = TimeSpan.FromSeconds(5);

    private readonly WorkerLaunchOptions _options;
    private readonly IWorkerEvents _events;
    private readonly IReadOnlyList<ProcessInvocation> _preparation;
    private readonly byte[] _token;
    private readonly CarrierKind _carrier;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The connection's own calls (states, initializer, finalizer): their ends are not the receiver's.
    private readonly ConcurrentDictionary<CallOperation, bool> _own = new();
    private LogForwarder? _log;
    private PayloadBuffer? _exitNotice;
    private ProtocolException? _violation;
    private ParentSession? _session;
    private Task _receiving = Task.CompletedTask;

    private WorkerConnection(
        WorkerLaunchOptions options, IWorkerEvents events, IReadOnlyList<ProcessInvocation> preparation, byte[] token, CarrierKind carrier, ChildProcess process)
    {
        _options = options;
        _events = events;
        _preparation = preparation;
        _token = token;
        _carrier = carrier;
        Process = process;
    }

    /// <summary>Starts a worker and completes when it has answered through the real call path.</summary>
    /// <param name="options">The process.</param>
    /// <param name="events">Told what happens.</param>
    /// <param name="preparation">Calls run in the worker, in order, before it counts as ready: states and initializer.</param>
    /// <param name="cancellationToken">Gives up and kills the process.</param>
    /// <exception cref="WorkerStartException">The process did not start, ended, or did not answer in time; the message has the cause.</exception>
    public static async Task<WorkerConnection> StartAsync(
        WorkerLaunchOptions options, IWorkerEvents events, IReadOnlyList<ProcessInvocation> preparation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        WorkerConnection connection = Launch(options, events, preparation);
        await using (cancellationToken.UnsafeRegister(static c => ((WorkerConnection)c!).Kill(), connection).ConfigureAwait(false))
        {
            try
            {
                await connection.Ready.ConfigureAwait(false);
            }
            catch (WorkerStartException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw;
            }
        }

        return connection;
    }

    /// <summary>
    /// Starts the process and returns at once, so that its id is known and it can be killed before it is ready; <see cref="StartAsync"/> is this and <see cref="Ready"/>.
    /// <see cref="IWorkerEvents.OnWorkerExited"/> is told in any case, also when the worker never became ready.
    /// </summary>
    /// <exception cref="WorkerStartException">The process did not start.</exception>
    public static WorkerConnection Launch(WorkerLaunchOptions options, IWorkerEvents events, IReadOnlyList<ProcessInvocation> preparation)
    {
        CarrierKind carrier = options.Carrier ?? CarrierKinds.OfEnvironment();
        byte[] token = TransportSecrets.CreateToken();
        TransportListener listener = TransportListener.Create();
        try
        {
            var bootstrap = new WorkerBootstrap
            {
                Token = token,
                TransportAddress = listener.Address,
                Name = options.Name,
                IsDaemon = options.IsDaemon,
                MemoryLimitBytes = options.MemoryLimitBytes,
                Tree = SharingTree.AddressForWorkers,
            };
            var connection = new WorkerConnection(options, events, preparation, token, carrier, ChildProcess.Start(options, bootstrap));

            // Without the caller's execution context, which is not to live as long as the worker.
            ThreadPool.UnsafeQueueUserWorkItem(static state => _ = state.connection.LiveAsync(state.listener), (connection, listener), preferLocal: false);
            return connection;
        }
        catch
        {
            listener.Dispose();
            throw;
        }
    }

    /// <summary>Completes when the worker has answered through the real call path; faults with a <see cref="WorkerStartException"/>, and then the process is gone.</summary>
    public Task Ready => _ready.Task;

    public ChildProcess Process { get; }

    public string Name => _options.Name;

    /// <summary>Sends a call. Never blocks on the worker: what does not fit is queued and sent in pieces.</summary>
    /// <returns>False if the call has its end already: it is not sent, and no event will tell of it.</returns>
    /// <exception cref="InvalidOperationException">The worker was not ready yet.</exception>
    public bool Send(CallOperation call) => Session.Send(call);

    /// <summary>Asks the worker to cancel a call, or one call of a chunk; it still ends by an event.</summary>
    public void Cancel(CallOperation call, int item = -1) => Session.Cancel(call, item);

    /// <summary>What the worker keeps of a chunk, where this process can see it. Final, and with the results, once the worker has exited.</summary>
    public ItemProgress ReadItems(CallOperation chunk, bool withResults) => _session?.ReadItems(chunk, withResults) ?? default;

    /// <summary>Asks for the synchronous calls that have not begun; each of them is returned or ends, by an event.</summary>
    public void Recall() => Session.Recall();

    /// <summary>Says that calls of a method are likely, so that the first of them waits for nothing but its body. Does not wait for the worker.</summary>
    public void Prepare(ProcessMethod method) => Session.Prepare(method);

    /// <summary>The id of the last call with a quiet start that began; 0 if there is none. What it says is final once the worker has exited.</summary>
    public long LastStarted => _session?.LastStarted ?? 0;

    /// <summary>Interrupts what runs: the token, then <see cref="Thread.Interrupt"/>, then an abort where the runtime has one.</summary>
    public void Interrupt() => _session?.Interrupt();

    /// <summary>
    /// Lets the worker finish its calls, run <paramref name="finalizer"/> and exit; kills it at the deadline. It exits with <paramref name="exitCode"/>
    /// (1 after a body that threw), or with its own <see cref="Environment.ExitCode"/> where this is null.
    /// </summary>
    /// <returns>Completes when the process is gone; faults with what the finalizer threw, or a <see cref="TimeoutException"/> where it did not end in time.</returns>
    public async Task CloseAsync(ProcessInvocation? finalizer, TimeSpan deadline, int? exitCode = null)
    {
        using var timer = new CancellationTokenSource(deadline);
        Exception? failure = null;
        try
        {
            await Ready.WaitAsync(timer.Token).ConfigureAwait(false);
            if (finalizer is not null)
            {
                await Session.WhenIdleAsync().WaitAsync(timer.Token).ConfigureAwait(false);
                await RunOwnAsync(finalizer, timer.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested)
        {
            failure = finalizer is null ? null : new TimeoutException($"The finalizer '{finalizer}' of worker '{Name}' did not end within {deadline.TotalSeconds:0.###} s.");
        }
        catch (WorkerStartException)
        {
            // It is gone already; whoever waited for it was told.
        }
        catch (Exception e) when (finalizer is not null)
        {
            failure = e;
        }

        _session?.Close(exitCode);
        try
        {
            await _gone.Task.WaitAsync(timer.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Kill();
            await _gone.Task.ConfigureAwait(false);
        }

        if (failure is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Ends the worker and its process group at once.</summary>
    public void Kill() => Process.Kill();

    /// <summary>Kills what still runs and waits for the end.</summary>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await _gone.Task.ConfigureAwait(false);
    }

    private ParentSession Session => _session ?? throw new InvalidOperationException($"The worker '{Name}' is not ready yet.");

    void IParentSessionEvents.OnStarted(CallOperation call)
    {
        if (!IsOwn(call))
        {
            _events.OnCallStarted(this, call);
        }
    }

    void IParentSessionEvents.OnEnded(CallOperation call, CallOutcome outcome)
    {
        if (IsOwn(call))
        {
            call.TryComplete(outcome);
        }
        else
        {
            _events.OnCallEnded(this, call, outcome);
        }
    }

    void IParentSessionEvents.OnItemsEnded(CallOperation chunk, PayloadBuffer content) => _events.OnItemsEnded(this, chunk, content);

    void IParentSessionEvents.OnReturned(CallOperation call) => _events.OnCallReturned(this, call);

    void IParentSessionEvents.OnTerminating() => _events.OnWorkerTerminating(this);

    void IParentSessionEvents.OnLog(CallOperation? call, PayloadBuffer content)
    {
        if (_log is null)
        {
            // Without credit the worker soon stops sending.
            content.Return();
            return;
        }

        _log.Post(content, call?.Invocation.Method.DisplayName, _session!);
    }

    void IParentSessionEvents.OnExitNotice(PayloadBuffer content)
    {
        if (content.Length == 0 || Interlocked.CompareExchange(ref _exitNotice, content, null) is not null)
        {
            content.Return();
        }
    }

    private bool IsOwn(CallOperation call) => ReferenceEquals(call.Owner, this);

    /// <summary>Closes a worker that was asked to end by a signal.</summary>
    internal void CloseTerminating() => _ = CloseAsync(finalizer: null, s_terminationTime);
}
