using ProcGen.Pools;

namespace ProcGen;

public sealed partial class ProcessPool
{
    /// <summary>
    /// Takes no new calls from now on and completes when those it has are done and the workers have exited, with their finalizers run. May be called
    /// any number of times, from any thread.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting, not the calls.</param>
    /// <exception cref="InvalidOperationException">This is <see cref="Shared"/>, which lives as long as the process.</exception>
    public Task CompleteAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfShared();
        _engine.Complete();
        return EndedAsync().WaitAsync(cancellationToken);
    }

    /// <summary>As <see cref="CompleteAsync(CancellationToken)"/>, but what is not done within a time is terminated, as by <see cref="DisposeAsync"/>.</summary>
    /// <param name="deadline">How long the calls may take from now.</param>
    /// <param name="cancellationToken">Ends the waiting, not the calls.</param>
    /// <returns>True if all calls ended by themselves; false if the rest was terminated.</returns>
    /// <exception cref="InvalidOperationException">This is <see cref="Shared"/>, which lives as long as the process.</exception>
    public async Task<bool> CompleteAsync(TimeSpan deadline, CancellationToken cancellationToken = default)
    {
        ThrowIfShared();
        _engine.Complete();
        try
        {
            await EndedAsync().WaitAsync(deadline, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            _engine.Terminate();
            await EndedAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            return false;
        }
    }

    /// <summary>
    /// Ends the pool now: calls that wait or run fail with a <see cref="PoolTerminatedException"/>, the workers that run calls are killed, and the idle ones exit after their
    /// finalizers. Completes when all processes are gone. May be called any number of times, from any thread.
    /// </summary>
    /// <exception cref="InvalidOperationException">This is <see cref="Shared"/>, which lives as long as the process.</exception>
    public async ValueTask DisposeAsync()
    {
        ThrowIfShared();
        GC.SuppressFinalize(this);
        _engine.Terminate();
        await EndedAsync().ConfigureAwait(false);
    }

    /// <summary>As <see cref="DisposeAsync"/>, and blocks until all processes are gone.</summary>
    /// <exception cref="InvalidOperationException">This is <see cref="Shared"/>, which lives as long as the process.</exception>
    public void Dispose()
    {
        ThrowIfShared();
        GC.SuppressFinalize(this);
        _engine.Terminate();
        EndedAsync().Wait();
    }

    /// <summary>Changes how many workers there may be. More are started when calls need them; surplus ones exit after the calls in them.</summary>
    /// <param name="workers">The new <see cref="ProcessPoolOptions.Workers"/>. Where it is less than <see cref="ProcessPoolOptions.MinWorkers"/>, it is the minimum, too.</param>
    /// <exception cref="ArgumentException">It is less than 1 or more than 1024.</exception>
    public void Resize(int workers)
    {
        PoolOptionsValidator.RequireWorkers(workers);
        _engine.Resize(workers);
    }

    /// <summary>What the pool holds at this moment, and what it counted so far.</summary>
    public PoolStatistics GetStatistics() => _engine.NewStatistics();

    /// <summary>Completes when all processes are gone; in inline mode, when this one has done what they would have.</summary>
    private Task EndedAsync() => _inline?.EndAsync() ?? _engine.Closed;

    private void ThrowIfShared()
    {
        if (_isShared)
        {
            throw new InvalidOperationException(
                $"{nameof(ProcessPool)}.{nameof(Shared)} lives as long as the process and cannot be completed or disposed. Make a pool of your own (new {nameof(ProcessPool)}()) to end it.");
        }
    }
}
