using System.Collections.Concurrent;
using ProcGen.Transport;

namespace ProcGen.Calls;

/// <summary>
/// Finishes operations on the thread pool: reads their results and runs what waits for them. One request of a pool's thread serves all that have come by then, because a request for each
/// costs more than the rest of a call. Thread-safe.
/// </summary>
/// <remarks>
/// What runs is the user's code, and may block. So whoever goes on to an operation asks for another thread before, if more of them are left; and while it runs, others take the replies. In between
/// the thread looks for the next reply itself, as one that is blocked in <see cref="CallOperation.Wait"/> does: where calls are awaited one after another, none of them wakes up a thread.
/// </remarks>
internal sealed class CompletionQueue : IThreadPoolWorkItem, IReplyWaiter
{
    // Then others of the thread pool's work items have their turn.
    private const int MostAtOnce = 256;

    // With more of them under way the doorbell is up and about anyway, and the two would only be in each other's way.
    private const int MostCallsToLookFor = 2;

    // Set on a thread that takes replies here, and will look into the queue.
    [ThreadStatic]
    private static bool t_looks;

    private readonly ConcurrentQueue<IThreadPoolWorkItem> _operations = new();
    private int _isRequested;

    public static CompletionQueue Shared { get; } = new();

    bool IReplyWaiter.IsWaiting => _operations.IsEmpty;

    public void Add(IThreadPoolWorkItem operation)
    {
        _operations.Enqueue(operation);
        if (!t_looks)
        {
            Request();
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        // A full fence, as in Request: either this sees what was added, or who added it sees that no request is out.
        Interlocked.Exchange(ref _isRequested, 0);
        ReplySource source = default;
        for (int i = 0; i < MostAtOnce; i++)
        {
            if (!_operations.TryDequeue(out IThreadPoolWorkItem? operation))
            {
                if (!TryLook(source) || !_operations.TryDequeue(out operation))
                {
                    break;
                }
            }

            if (!_operations.IsEmpty)
            {
                Request();
            }

            // Before the operation is finished, and perhaps the next one's.
            source = (operation as CallOperation)?.Replies ?? default;
            operation.Execute();
        }

        if (!_operations.IsEmpty)
        {
            Request();
        }
    }

    /// <summary>Looks for the next reply from where the last one came.</summary>
    private bool TryLook(in ReplySource source)
    {
        if (source.Pump is null || source.Book.CallCount is 0 or > MostCallsToLookFor)
        {
            return false;
        }

        t_looks = true;
        source.Pump.PumpFor(this, source.Book);
        t_looks = false;
        return true;
    }

    private void Request()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _isRequested) == 0 && Interlocked.Exchange(ref _isRequested, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}
