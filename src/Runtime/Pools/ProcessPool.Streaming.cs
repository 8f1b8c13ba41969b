using System.Runtime.CompilerServices;
using ProcGen.Calls;
using ProcGen.Pools;

namespace ProcGen;

public sealed partial class ProcessPool
{
    /// <inheritdoc/>
    /// <remarks>
    /// The call waits for a worker when the enumeration begins, and holds it until it ends. Leaving the enumeration ends the method at its next item, and is complete when its
    /// <see langword="finally"/> blocks have run; a method that does not come to its next item within the kill grace is ended with its worker.
    /// </remarks>
    public IAsyncEnumerable<T> StreamAsync<T>(ProcessStream<T> stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return _inline?.StreamAsync(stream, cancellationToken) ?? EnumerateAsync(stream, cancellationToken);
    }

    private async IAsyncEnumerable<T> EnumerateAsync<T>(ProcessStream<T> stream, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        StreamOperation<T> operation = CallOperation.Create(stream);
        PoolCall call = Launch(operation, options: null, cancellationToken);
        try
        {
            await foreach (T item in operation.Items.ConfigureAwait(false))
            {
                yield return item;
            }
        }
        finally
        {
            // Whoever leaves early waits for the method's finally blocks, as with any enumerator; the kill grace bounds that.
            if (!operation.Task.IsCompleted)
            {
                _engine.Cancel(call);
                await operation.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
