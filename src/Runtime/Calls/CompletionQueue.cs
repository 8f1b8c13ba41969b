using System.Collections.Concurrent;

namespace ProcGen.Calls;

/// <summary>
/// Finishes operations on the thread pool: reads their results and runs what waits for them. One request of a pool's thread serves all that have come by then, because a request for each
/// costs more than the rest of a call. Thread-safe.
/// </summary>
/// <remarks>What runs is the user's code, and may block. So whoever goes on to an operation asks for another thread before, if more of them are left.</remarks>
internal sealed class CompletionQueue : IThreadPoolWorkItem
{
    // Then others of the thread pool's work items have their turn.
    private const int MostAtOnce = 256;

    private readonly ConcurrentQueue<IThreadPoolWorkItem> _operations = new();
    private int _isRequested;

    public static CompletionQueue Shared { get; } = new();

    public void Add(IThreadPoolWorkItem operation)
    {
        _operations.Enqueue(operation);
        Request();
    }

    void IThreadPoolWorkItem.Execute()
    {
        // A full fence, as in Request: either this sees what was added, or who added it sees that no request is out.
        Interlocked.Exchange(ref _isRequested, 0);
        for (int i = 0; i < MostAtOnce && _operations.TryDequeue(out IThreadPoolWorkItem? operation); i++)
        {
            if (!_operations.IsEmpty)
            {
                Request();
            }

            operation.Execute();
        }

        if (!_operations.IsEmpty)
        {
            Request();
        }
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
