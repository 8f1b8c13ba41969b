using System.Runtime.CompilerServices;

namespace ProcGen;

/// <summary>
/// One call of a marked method: which method, with which arguments. Nothing runs until the call is awaited, started, or given to an executor;
/// <b>every await and every start launches it once more</b>.
/// </summary>
/// <remarks>
/// Awaiting runs the call on <see cref="ProcessPool.Shared"/>, or on the executor named by <see cref="On"/>. To start several calls before
/// waiting for the first, use <see cref="Start"/>: <c>await Task.WhenAll(a.Start(), b.Start())</c>.
/// A call may fail with the method's own exception, with a <see cref="TimeoutException"/>, an <see cref="OperationCanceledException"/>, a
/// <see cref="WorkerCrashedException"/> if its worker dies, or another <see cref="ProcessException"/>. Thread-safe.
/// </remarks>
public abstract class ProcessCall : ProcessInvocation
{
    /// <summary>For generated code.</summary>
    protected ProcessCall() { }

    /// <summary>Launches the call and returns its future.</summary>
    /// <param name="cancellationToken">Cancels the call; linked with a token among its arguments.</param>
    public Task Start(CancellationToken cancellationToken = default) => ProcessPool.Shared.RunAsync(this, cancellationToken);

    /// <summary>The same call, bound to an executor: awaiting it runs it there.</summary>
    /// <param name="executor">Where to run.</param>
    public BoundProcessCall On(IProcessExecutor executor) => new(this, executor);

    /// <summary>Launches the call on <see cref="ProcessPool.Shared"/> and waits for its end.</summary>
    public TaskAwaiter GetAwaiter() => Start().GetAwaiter();

    /// <summary>Launches the call and configures how its end is awaited.</summary>
    /// <param name="continueOnCapturedContext">Whether to continue on the captured context.</param>
    public ConfiguredTaskAwaitable ConfigureAwait(bool continueOnCapturedContext) => Start().ConfigureAwait(continueOnCapturedContext);
}
