namespace ProcGen;

/// <summary>
/// Runs calls. The one seam between what is called and where it runs: <see cref="ProcessPool"/> runs calls in worker processes of this machine, and
/// <see cref="InlineExecutor"/> in this process, with the same copies of arguments and results. Implementations are thread-safe.
/// </summary>
public interface IProcessExecutor
{
    /// <summary>Runs a call.</summary>
    /// <param name="call">The call. Its arguments are written before this method returns, on the calling thread.</param>
    /// <param name="cancellationToken">Cancels the call: while it waits it never runs; while it runs it is cancelled in the worker, and killed after its grace.</param>
    /// <returns>The call's future.</returns>
    /// <exception cref="ProcessSerializationException">An argument cannot be written.</exception>
    Task RunAsync(ProcessCall call, CancellationToken cancellationToken = default);

    /// <summary>Runs a call with a result.</summary>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="call">The call. Its arguments are written before this method returns, on the calling thread.</param>
    /// <param name="cancellationToken">Cancels the call: while it waits it never runs; while it runs it is cancelled in the worker, and killed after its grace.</param>
    /// <returns>The call's future.</returns>
    /// <exception cref="ProcessSerializationException">An argument cannot be written.</exception>
    Task<TResult> RunAsync<TResult>(ProcessCall<TResult> call, CancellationToken cancellationToken = default);

    /// <summary>Runs a call whose result is a sequence, when the returned sequence is enumerated.</summary>
    /// <typeparam name="T">The type of an item.</typeparam>
    /// <param name="stream">The call.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    IAsyncEnumerable<T> StreamAsync<T>(ProcessStream<T> stream, CancellationToken cancellationToken = default);
}
