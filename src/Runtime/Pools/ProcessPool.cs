using System.Diagnostics.CodeAnalysis;
using ProcGen.Calls;
using ProcGen.Pools;
using ProcGen.Scheduling;

namespace ProcGen;

/// <summary>
/// Worker processes of this application that run calls of marked methods. Workers are started as calls need them, run one call after the other, and are replaced
/// when they end.
/// </summary>
/// <remarks>
/// <para>
/// <b>A worker's death</b> costs the call in it, which fails with a <see cref="WorkerCrashedException"/> (or is run again, if its method is
/// <see cref="RunInProcessAttribute.Idempotent"/> and has retries left). Calls that wait are not affected, and the pool as such never breaks. If workers cannot be
/// started at all, callers get a <see cref="WorkerStartException"/> with the cause, and the pool tries again later.
/// </para>
/// <para>
/// <b>A call runs at most once</b>: it is given to a second worker only when its body never began in the first, or when its method is declared idempotent.
/// </para>
/// <para>
/// All members are thread-safe. A continuation may throw, block or dispose the pool: it does not run on a thread that serves the pool, unless
/// <see cref="ProcessPoolOptions.AllowSynchronousContinuations"/> says so, and then that thread is replaced while it blocks. The workers end with this
/// process, whatever way it ends, and never delay its exit.
/// </para>
/// <para>
/// With the environment variable <c>PROCGEN_EXECUTOR</c> set to <c>inline</c> calls run in this process, with the same copies of arguments and results, so that one can
/// debug into them.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// await using var pool = new ProcessPool(new() { Workers = 4, Timeout = TimeSpan.FromSeconds(5) });
/// int n = await pool.RunAsync(Primes.InProcess.Count(0, 1_000_000));
/// </code>
/// </example>
public sealed partial class ProcessPool : IProcessExecutor, IAsyncDisposable, IDisposable
{
    internal const int MostWorkers = 1024;

    private readonly PoolEngine _engine;
    private readonly InlinePool? _inline;
    private readonly bool _isShared;

    /// <summary>Makes a pool with the default options.</summary>
    public ProcessPool() : this(new ProcessPoolOptions()) { }

    /// <summary>Makes a pool.</summary>
    /// <param name="options">How it works; copied.</param>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public ProcessPool(ProcessPoolOptions options) : this(new PoolSettings(options), WorkerConnectionFactory.Instance) { }

    internal ProcessPool(PoolSettings settings, IWorkerFactory factory, bool isShared = false)
    {
        _isShared = isShared;
        bool isInline = InlineMode.IsOn;
        _engine = new PoolEngine(settings, factory, start: !isInline);
        _inline = isInline ? new InlinePool(settings, _engine.Logger) : null;
    }

    /// <summary>A pool that nobody holds any more finishes the calls it has and ends its workers.</summary>
    ~ProcessPool() => _engine?.Complete();

    /// <summary>The name in errors and logs.</summary>
    public string Name => _engine.Settings.Name;

    internal PoolEngine Engine => _engine;

    /// <summary>This process in place of workers, in inline mode.</summary>
    internal IProcessExecutor? Inline => _inline;

    /// <inheritdoc/>
    /// <exception cref="PoolQueueFullException">The queue holds as many calls or bytes as it may.</exception>
    /// <exception cref="InvalidOperationException"><see cref="CompleteAsync(CancellationToken)"/> was called.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    public Task RunAsync(ProcessCall call, CancellationToken cancellationToken = default) => RunAsync(call, options: null, cancellationToken);

    /// <inheritdoc/>
    /// <exception cref="PoolQueueFullException">The queue holds as many calls or bytes as it may.</exception>
    /// <exception cref="InvalidOperationException"><see cref="CompleteAsync(CancellationToken)"/> was called.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    public Task<TResult> RunAsync<TResult>(ProcessCall<TResult> call, CancellationToken cancellationToken = default) =>
        RunAsync(call, options: null, cancellationToken);

    /// <inheritdoc cref="RunAsync(ProcessCall, CancellationToken)"/>
    /// <param name="call">The call.</param>
    /// <param name="options">What is different about this launch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task RunAsync(ProcessCall call, ProcessCallOptions? options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        if (_inline is not null)
        {
            return _inline.RunAsync(call, cancellationToken);
        }

        VoidCallOperation operation = VoidCallOperation.Rent(call);
        Task future = operation.Task;
        Launch(operation, options, cancellationToken).Release();
        return future;
    }

    /// <inheritdoc cref="RunAsync{TResult}(ProcessCall{TResult}, CancellationToken)"/>
    /// <param name="call">The call.</param>
    /// <param name="options">What is different about this launch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<TResult> RunAsync<TResult>(ProcessCall<TResult> call, ProcessCallOptions? options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<TResult>(cancellationToken);
        }

        if (_inline is not null)
        {
            return _inline.RunAsync(call, cancellationToken);
        }

        CallOperation<TResult> operation = CallOperation<TResult>.Rent(call);
        Task<TResult> future = operation.Task;
        Launch(operation, options, cancellationToken).Release();
        return future;
    }

    /// <summary>Runs a call and blocks until its end: the way with the lowest latency. The result is read on the calling thread, which needs no other one to go on.</summary>
    /// <param name="call">The call.</param>
    /// <param name="options">What is different about this launch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    /// <exception cref="TimeoutException">The call ran or waited longer than it may.</exception>
    /// <exception cref="WorkerCrashedException">The worker ended while it ran the call.</exception>
    /// <exception cref="ProcessException">Another error of running in a process. Errors of the method itself arrive as their own type.</exception>
    /// <exception cref="InvalidOperationException"><see cref="CompleteAsync(CancellationToken)"/> was called.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    public void Run(ProcessCall call, ProcessCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        cancellationToken.ThrowIfCancellationRequested();
        if (_inline is not null)
        {
            RunInline(_inline, call, cancellationToken);
            return;
        }

        VoidCallOperation operation = VoidCallOperation.Rent(call);
        operation.ExpectWait();
        PoolCall launched = Launch(operation, options, cancellationToken);
        operation.Wait();
        operation.ThrowIfFailed();
        launched.Release();
    }

    /// <inheritdoc cref="Run(ProcessCall, ProcessCallOptions, CancellationToken)"/>
    /// <typeparam name="TResult">The result's type.</typeparam>
    public TResult Run<TResult>(ProcessCall<TResult> call, ProcessCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        cancellationToken.ThrowIfCancellationRequested();
        if (_inline is not null)
        {
            return RunInline(_inline, call, cancellationToken);
        }

        CallOperation<TResult> operation = CallOperation<TResult>.Rent(call);
        operation.ExpectWait();
        PoolCall launched = Launch(operation, options, cancellationToken);
        operation.Wait();
        TResult result = operation.GetResult();
        launched.Release();
        return result;
    }

    /// <summary>Runs a call unless the queue is full: the way to shed load without an exception.</summary>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="call">The call.</param>
    /// <param name="result">The call's future; null where it was refused.</param>
    /// <param name="options">What is different about this launch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False if the queue holds as many calls or bytes as it may; the call never runs then.</returns>
    /// <exception cref="ProcessSerializationException">An argument cannot be written.</exception>
    /// <exception cref="InvalidOperationException"><see cref="CompleteAsync(CancellationToken)"/> was called.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    public bool TrySubmit<TResult>(
        ProcessCall<TResult> call, [NotNullWhen(true)] out Task<TResult>? result, ProcessCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (_inline is not null || cancellationToken.IsCancellationRequested)
        {
            result = RunAsync(call, options, cancellationToken);
            return true;
        }

        CallOperation<TResult> operation = CallOperation.Create(call);
        result = TryLaunch(operation, options, cancellationToken) ? operation.Task : null;
        return result is not null;
    }

    /// <inheritdoc cref="TrySubmit{TResult}(ProcessCall{TResult}, out Task{TResult}, ProcessCallOptions, CancellationToken)"/>
    public bool TrySubmit(ProcessCall call, [NotNullWhen(true)] out Task? result, ProcessCallOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (_inline is not null || cancellationToken.IsCancellationRequested)
        {
            result = RunAsync(call, options, cancellationToken);
            return true;
        }

        CallOperation operation = CallOperation.Create(call);
        result = TryLaunch(operation, options, cancellationToken) ? operation.Task : null;
        return result is not null;
    }

    // Methods of their own, because what they capture is allocated where they begin.
    private static void RunInline(InlinePool inline, ProcessCall call, CancellationToken cancellationToken) =>
        Task.Run(() => inline.RunAsync(call, cancellationToken), CancellationToken.None).GetAwaiter().GetResult();

    private static TResult RunInline<TResult>(InlinePool inline, ProcessCall<TResult> call, CancellationToken cancellationToken) =>
        Task.Run(() => inline.RunAsync(call, cancellationToken), CancellationToken.None).GetAwaiter().GetResult();

    /// <returns>The launch, to be released by the caller once he is through with it.</returns>
    internal PoolCall Launch(CallOperation operation, ProcessCallOptions? options, CancellationToken cancellationToken)
    {
        PoolCall call = PoolCall.Create(operation, _engine, options);
        Admission admission = _engine.Submit(call);

        // A pool that is collected in the middle of a submission would refuse it.
        GC.KeepAlive(this);
        if (admission != Admission.Accepted)
        {
            operation.TryCancel(CancellationToken.None);
            operation.FinishUnlaunched();
            throw PoolErrors.Refused(call, admission, _engine);
        }

        call.CancelBy(cancellationToken);
        return call;
    }

    private bool TryLaunch(CallOperation operation, ProcessCallOptions? options, CancellationToken cancellationToken)
    {
        PoolCall call = PoolCall.Create(operation, _engine, options);
        Admission admission = _engine.Submit(call);
        GC.KeepAlive(this);
        if (admission == Admission.Accepted)
        {
            call.CancelBy(cancellationToken);
            return true;
        }

        operation.TryCancel(CancellationToken.None);
        return admission == Admission.QueueFull ? false : throw PoolErrors.Refused(call, admission, _engine);
    }
}
