using ProcGen.Pools;

namespace ProcGen;

public sealed partial class ProcessPool
{
    /// <inheritdoc/>
    /// <remarks>
    /// The call waits for a worker when the enumeration begins, and holds it until it ends. Leaving the enumeration ends the method at its next item, and is complete when its
    /// <see langword="finally"/> blocks have run; a method that does not come to its next item within the kill grace is ended with its worker.
    /// </remarks>
    public IAsyncEnumerable<T> StreamAsync<T>(ProcessStream<T> stream, CancellationToken cancellationToken = default) =>
        StreamAsync(stream, options: null, cancellationToken);

    /// <inheritdoc cref="StreamAsync{T}(ProcessStream{T}, CancellationToken)"/>
    /// <param name="stream">The call.</param>
    /// <param name="options">What is different about its launches, such as the time that an item may take.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public IAsyncEnumerable<T> StreamAsync<T>(ProcessStream<T> stream, ProcessCallOptions? options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return _inline?.StreamAsync(stream, cancellationToken) ?? new PoolStream<T>(this, stream, options, cancellationToken);
    }
}
