namespace ProcGen;

/// <summary>Runs calls in this process, with the same copies of arguments and results as a worker process has: for debugging and unit tests.</summary>
public sealed class InlineExecutor : IProcessExecutor
{
    /// <inheritdoc/>
    public Task RunAsync(ProcessCall call, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<TResult> RunAsync<TResult>(ProcessCall<TResult> call, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public IAsyncEnumerable<T> StreamAsync<T>(ProcessStream<T> stream, CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
