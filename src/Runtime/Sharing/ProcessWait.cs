namespace ProcGen;

/// <summary>Something that can be waited for together with others: queues, pipes, processes.</summary>
public interface IProcessWaitable
{
    /// <summary>Whether it is ready now.</summary>
    internal bool IsReady { get; }

    /// <summary>Waits until it was ready for a moment.</summary>
    internal Task WaitAsync(CancellationToken cancellationToken);
}

/// <summary>Waits for whichever of several things is ready first. The counterpart of Python's <c>connection.wait</c>.</summary>
/// <remarks>
/// A queue is ready when it has an item, or was completed and is empty; a pipe when there is a message, or the other end is gone; a process when it has ended. So what is ready can be taken, received or asked without waiting, if
/// nobody else does that first.
/// </remarks>
/// <example><code>
/// foreach (IProcessWaitable ready in ProcessWait.WaitAny([first, second, process], TimeSpan.FromSeconds(5)))
/// {
///     …
/// }
/// </code></example>
public static class ProcessWait
{
    /// <summary>Waits until one of several things is ready.</summary>
    /// <param name="objects">What to wait for.</param>
    /// <param name="timeout">How long; zero to look only, <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Those that are ready, in the order given; none if it took too long.</returns>
    /// <exception cref="ArgumentException">There is nothing to wait for, and no time-out.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is negative.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<IProcessWaitable> WaitAny(IReadOnlyList<IProcessWaitable> objects, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        WaitAnyAsync(objects, timeout, cancellationToken).GetAwaiter().GetResult();

    /// <summary>Waits until one of several things is ready, without a thread.</summary>
    /// <inheritdoc cref="WaitAny"/>
    public static async Task<IReadOnlyList<IProcessWaitable>> WaitAnyAsync(IReadOnlyList<IProcessWaitable> objects, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(objects);
        if (objects.Count == 0 && timeout == Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentException("There is nothing to wait for.", nameof(objects));
        }

        long end = Sharing.SharedWait.EndOf(timeout);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<IProcessWaitable> ready = [.. objects.Where(static o => o.IsReady)];
            TimeSpan left = Sharing.ChannelTime.Left(end);
            if (ready.Count > 0 || left == TimeSpan.Zero)
            {
                return ready;
            }

            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            try
            {
                // Another consumer may be faster: then none is ready, and it begins anew.
                await (await Task.WhenAny(objects.Select(o => o.WaitAsync(enough.Token)).Append(Task.Delay(left, enough.Token))).ConfigureAwait(false)).ConfigureAwait(false);
            }
            finally
            {
                await enough.CancelAsync().ConfigureAwait(false);
            }
        }
    }
}
