using ProcGen.CompilerServices;

namespace ProcGen.Managers;

/// <summary>The manager within its own process: calls run at once on the thread that makes them, so that what a lock of this thread protects can be used under that lock.</summary>
internal sealed class LocalManager(ManagerAddress address, ManagerClient client) : ManagerLink(address)
{
    private readonly InlineExecutor _executor = new();

    /// <inheritdoc/>
    public override ManagerGoneException? Gone => null;

    /// <inheritdoc/>
    public override TResult Run<TResult>(ProcessCall<TResult> call) =>
        call.Method.Kind == ProcessMethodKind.Synchronous ? DirectCall.Run(call, client) : _executor.RunAsync(call).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override void Run(ProcessCall call)
    {
        if (call.Method.Kind == ProcessMethodKind.Synchronous)
        {
            DirectCall.Run(call, client);
        }
        else
        {
            _executor.RunAsync(call).GetAwaiter().GetResult();
        }
    }

    /// <inheritdoc/>
    public override Task<TResult> RunAsync<TResult>(ProcessCall<TResult> call, CancellationToken cancellationToken)
    {
        if (call.Method.Kind != ProcessMethodKind.Synchronous)
        {
            return _executor.RunAsync(call, cancellationToken);
        }

        try
        {
            return cancellationToken.IsCancellationRequested ? Task.FromCanceled<TResult>(cancellationToken) : Task.FromResult(DirectCall.Run(call, client));
        }
        catch (Exception e)
        {
            return Task.FromException<TResult>(e);
        }
    }

    /// <inheritdoc/>
    public override Task RunAsync(ProcessCall call, CancellationToken cancellationToken)
    {
        if (call.Method.Kind != ProcessMethodKind.Synchronous)
        {
            return _executor.RunAsync(call, cancellationToken);
        }

        try
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return Task.FromCanceled(cancellationToken);
            }

            DirectCall.Run(call, client);
            return Task.CompletedTask;
        }
        catch (Exception e)
        {
            return Task.FromException(e);
        }
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<T> StreamAsync<T>(ProcessStream<T> stream, CancellationToken cancellationToken) => _executor.StreamAsync(stream, cancellationToken);

    /// <inheritdoc/>
    public override void Acquire(ulong id) => client.TryAcquire(id);

    /// <inheritdoc/>
    public override void Release(ulong id) => client.Release(id);
}
