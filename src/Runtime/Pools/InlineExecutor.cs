using Microsoft.Extensions.Logging;
using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Transport;
using ProcGen.Workers;

namespace ProcGen;

/// <summary>
/// Runs calls in this process, with the same copies of arguments and results as a worker process has: for debugging and unit tests.
/// </summary>
/// <remarks>
/// The way of a call is the same as to a worker, but for the process: arguments and results are written and read back, tokens, progress and sequences work, errors are
/// rebuilt, <see cref="WorkerStartupAttribute"/> methods run before the first call of their assembly. What needs a process is missing: a body runs on the thread
/// pool, several at once; a timeout cancels it and does not end it; a crash of the body is a crash of this process; no memory limit holds. Thread-safe.
/// </remarks>
public sealed class InlineExecutor : IProcessExecutor
{
    private const string Name = "inline";

    private readonly WorkerStates _states = new();
    private readonly ParentSession _parent;
    private readonly LogForwarder? _log;

    /// <summary>Makes an executor. It holds nothing that has to be freed.</summary>
    public InlineExecutor() : this(loggerFactory: null) { }

    /// <summary>Makes an executor. It holds nothing that has to be freed.</summary>
    /// <param name="loggerFactory">Receives what the bodies write to the loggers of <see cref="WorkerLog"/>; null drops it.</param>
    public InlineExecutor(ILoggerFactory? loggerFactory)
    {
        _log = loggerFactory is null ? null : new LogForwarder(loggerFactory, Name, Environment.ProcessId);
        (LoopbackCarrier parentEnd, LoopbackCarrier workerEnd) = LoopbackCarrier.CreatePair();
        _parent = new ParentSession(parentEnd, new Events(this), Environment.ProcessId, Name);
        _ = workerEnd.ReceiveAsync(new WorkerSession(workerEnd, new ThreadPoolQueue(), _states, interruption: null));
        _ = _parent.ReceiveAsync();
    }

    /// <inheritdoc/>
    public Task RunAsync(ProcessCall call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Run(call, static c => CallOperation.Create(c), cancellationToken).Task;
    }

    /// <inheritdoc/>
    public Task<TResult> RunAsync<TResult>(ProcessCall<TResult> call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Run(call, CallOperation.Create, cancellationToken).Task;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<T> StreamAsync<T>(ProcessStream<T> stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return EnumerateAsync(stream, cancellationToken);
    }

    /// <summary>Runs a call of any kind and waits for its end: the states and the initializer of a pool that runs inline.</summary>
    internal Task PrepareAsync(ProcessInvocation invocation) => Run(invocation, CallOperation.Create, CancellationToken.None).Task;

    /// <summary>Disposes the states, and hands over the log records that are still on their way. No call may follow.</summary>
    internal async Task EndAsync()
    {
        await _states.DisposeAsync().ConfigureAwait(false);
        await (_log?.CompleteAsync() ?? Task.CompletedTask).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<T> EnumerateAsync<T>(
        ProcessStream<T> stream, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StreamOperation<T> operation = Run(stream, CallOperation.Create, cancellationToken);
        await foreach (T item in operation.Items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }
    }

    private TOperation Run<TCall, TOperation>(TCall call, Func<TCall, TOperation> create, CancellationToken cancellationToken)
        where TCall : ProcessInvocation
        where TOperation : CallOperation
    {
        WorkerStartupMethods.ThrowIfAwaitedBy(call);
        TOperation operation = create(call);
        CancellationToken cancelled = cancellationToken.IsCancellationRequested ? cancellationToken : FindCancelled(operation);
        if (cancelled.IsCancellationRequested)
        {
            operation.TryCancel(cancelled);
            return operation;
        }

        _parent.Send(operation);
        int timeout = call.Method.TimeoutMilliseconds;
        if (timeout > 0 || cancellationToken.CanBeCanceled)
        {
            _ = SuperviseAsync(operation, timeout, cancellationToken);
        }

        return operation;
    }

    private static CancellationToken FindCancelled(CallOperation operation)
    {
        foreach (LiveToken token in operation.Tokens)
        {
            if (token.Token.IsCancellationRequested)
            {
                return token.Token;
            }
        }

        return CancellationToken.None;
    }

    private async Task SuperviseAsync(CallOperation operation, int timeoutMilliseconds, CancellationToken cancellationToken)
    {
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static state =>
            {
                (ParentSession parent, CallOperation call, CancellationToken token) = ((ParentSession, CallOperation, CancellationToken))state!;
                call.CancelledBy = token;
                parent.Cancel(call);
            },
            (_parent, operation, cancellationToken));
        Task ended = operation.Task.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        if (timeoutMilliseconds > 0)
        {
            using var timer = new CancellationTokenSource();
            if (await Task.WhenAny(ended, Task.Delay(timeoutMilliseconds, timer.Token)).ConfigureAwait(false) != ended)
            {
                operation.TryFail(new TimeoutException(
                    $"'{operation.Invocation.Method.DisplayName}' ran longer than {timeoutMilliseconds} ms. It was cancelled; this process cannot end it if it does not follow."));
                _parent.Cancel(operation);
            }

            await timer.CancelAsync().ConfigureAwait(false);
        }

        await ended.ConfigureAwait(false);
    }

    /// <summary>Completes the operations; the rest has no meaning within one process.</summary>
    private sealed class Events(InlineExecutor executor) : IParentSessionEvents
    {
        public void OnStarted(CallOperation call) { }

        public void OnEnded(CallOperation call, CallOutcome outcome) => call.TryComplete(outcome);

        public void OnTerminating() { }

        public void OnLog(CallOperation? call, PayloadBuffer content)
        {
            if (executor._log is { } log)
            {
                log.Post(content, call?.Invocation.Method.DisplayName, executor._parent);
            }
            else
            {
                content.Return();
            }
        }

        public void OnExitNotice(PayloadBuffer content) => content.Return();

        public void OnReturned(CallOperation call) => throw new InvalidOperationException("Nothing is asked back here.");
    }
}
