using ProcGen.Calls;
using ProcGen.Pools;
using ProcGen.Scheduling;

namespace ProcGen;

public sealed partial class ProcessPool
{
    /// <summary>Runs a call once in every worker, after the pool was brought to its full size: to warm up, or to drop what workers keep.</summary>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="call">The call. It is launched <see cref="ProcessPoolOptions.Workers"/> times, ahead of the calls that wait.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>The results, in no particular order. Fails with the error of a call, after all have ended.</returns>
    /// <remarks>A worker that ends before or under its call fails it; workers started later do not run it. What every worker must have belongs to
    /// <see cref="ProcessPoolOptions.Initializer"/>.</remarks>
    /// <exception cref="ProcessSerializationException">An argument cannot be written.</exception>
    /// <exception cref="InvalidOperationException"><see cref="CompleteAsync(CancellationToken)"/> was called.</exception>
    /// <exception cref="ObjectDisposedException">The pool is disposed.</exception>
    public async Task<IReadOnlyList<TResult>> BroadcastAsync<TResult>(ProcessCall<TResult> call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        cancellationToken.ThrowIfCancellationRequested();
        if (_inline is not null)
        {
            return [await _inline.RunAsync(call, cancellationToken).ConfigureAwait(false)];
        }

        IEnumerable<Task<TResult>> tasks = Broadcast(() => CallOperation.Create(call), cancellationToken).Select(static o => ((CallOperation<TResult>)o).Task);
        return await Task.WhenAll(tasks).ConfigureAwait(false);
    }

    /// <inheritdoc cref="BroadcastAsync{TResult}(ProcessCall{TResult}, CancellationToken)"/>
    public async Task BroadcastAsync(ProcessCall call, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        cancellationToken.ThrowIfCancellationRequested();
        Task all = _inline?.RunAsync(call, cancellationToken)
            ?? Task.WhenAll(Broadcast(() => CallOperation.Create(call), cancellationToken).Select(static o => o.Task));
        await all.ConfigureAwait(false);
    }

    private CallOperation[] Broadcast(Func<CallOperation> create, CancellationToken cancellationToken)
    {
        while (true)
        {
            // The number may change until the calls are handed over; they are made again then.
            var calls = new PoolCall[_engine.TargetWorkers];
            for (int i = 0; i < calls.Length; i++)
            {
                calls[i] = PoolCall.Create(create(), _engine);
            }

            Admission admission = _engine.Broadcast(calls, out bool fits);
            GC.KeepAlive(this);
            if (fits && admission == Admission.Accepted)
            {
                Array.ForEach(calls, call => call.CancelBy(cancellationToken));
                return Array.ConvertAll(calls, static call => call.Operation);
            }

            Array.ForEach(calls, static call => call.Operation.TryCancel(CancellationToken.None));
            if (fits)
            {
                throw PoolErrors.Refused(calls[0], admission, _engine);
            }
        }
    }
}
