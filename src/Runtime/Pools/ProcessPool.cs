namespace ProcGen;

/// <summary>A pool of worker processes.</summary>
public sealed partial class ProcessPool : IProcessExecutor
{
    /// <summary>The process-wide pool on which awaited calls run.</summary>
    public static ProcessPool Shared => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task RunAsync(ProcessCall call, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Task<TResult> RunAsync<TResult>(ProcessCall<TResult> call, CancellationToken cancellationToken = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public IAsyncEnumerable<T> StreamAsync<T>(ProcessStream<T> stream, CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
