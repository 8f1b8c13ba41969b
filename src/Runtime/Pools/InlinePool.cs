using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ProcGen.Pools;

/// <summary>
/// What a pool is in inline mode: this process in place of its workers, with their states and initializer run before the first call and their finalizer at the end. Thread-safe.
/// </summary>
internal sealed class InlinePool(PoolSettings settings, ILogger logger) : IProcessExecutor
{
    private readonly InlineExecutor _executor = new(settings.LoggerFactory is NullLoggerFactory ? null : settings.LoggerFactory);
    private readonly Lock _lock = new();
    private Task? _prepared;
    private Task? _ended;

    public Task RunAsync(ProcessCall call, CancellationToken cancellationToken = default) =>
        Prepare() is { IsCompletedSuccessfully: true } ? _executor.RunAsync(call, cancellationToken) : RunPreparedAsync(call, cancellationToken);

    public Task<TResult> RunAsync<TResult>(ProcessCall<TResult> call, CancellationToken cancellationToken = default) =>
        Prepare() is { IsCompletedSuccessfully: true } ? _executor.RunAsync(call, cancellationToken) : RunPreparedAsync(call, cancellationToken);

    public async IAsyncEnumerable<T> StreamAsync<T>(ProcessStream<T> stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Prepare().ConfigureAwait(false);
        await foreach (T item in _executor.StreamAsync(stream, cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }
    }

    /// <summary>Takes no more calls, runs the finalizer and disposes the states. Calls under way go on: there is no process to end them with.</summary>
    public Task EndAsync()
    {
        lock (_lock)
        {
            return _ended ??= Task.Run(FinishAsync);
        }
    }

    private Task Prepare()
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_ended is not null, typeof(ProcessPool));
            return _prepared ??= settings.States.Count == 0 && settings.Initializer is null ? Task.CompletedTask : Task.Run(PrepareAsync);
        }
    }

    private async Task PrepareAsync()
    {
        foreach (ProcessInvocation invocation in settings.States)
        {
            await _executor.PrepareAsync(invocation).ConfigureAwait(false);
        }

        if (settings.Initializer is { } initializer)
        {
            await _executor.PrepareAsync(initializer).ConfigureAwait(false);
        }
    }

    private async Task RunPreparedAsync(ProcessCall call, CancellationToken cancellationToken)
    {
        await Prepare().ConfigureAwait(false);
        await _executor.RunAsync(call, cancellationToken).ConfigureAwait(false);
    }

    private async Task<TResult> RunPreparedAsync<TResult>(ProcessCall<TResult> call, CancellationToken cancellationToken)
    {
        await Prepare().ConfigureAwait(false);
        return await _executor.RunAsync(call, cancellationToken).ConfigureAwait(false);
    }

    private async Task FinishAsync()
    {
        if (_prepared is null)
        {
            return;
        }

        try
        {
            if (settings.Finalizer is { } finalizer)
            {
                await _executor.PrepareAsync(finalizer).WaitAsync(settings.FinalizerTimeout).ConfigureAwait(false);
            }

            await _executor.EndAsync().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            PoolLog.FinalizerFailed(logger, error, settings.Name, Environment.ProcessId);
        }
    }
}
