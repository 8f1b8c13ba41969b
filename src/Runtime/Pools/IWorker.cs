using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Launching;
using ProcGen.Transport;

namespace ProcGen.Pools;

/// <summary>Makes workers. The seam between a pool and processes: tests of the pool use workers without one.</summary>
internal interface IWorkerFactory
{
    /// <summary>Starts a worker and returns at once.</summary>
    /// <param name="options">The process.</param>
    /// <param name="observer">Told what happens, in any case also the worker's end.</param>
    /// <exception cref="WorkerStartException">The process did not start; the observer is told nothing.</exception>
    IWorker Launch(WorkerLaunchOptions options, IWorkerObserver observer);
}

/// <summary>One worker. Thread-safe; nothing here blocks on the worker.</summary>
internal interface IWorker : IAsyncDisposable
{
    int ProcessId { get; }

    /// <summary>Completes when calls can be sent; faults with a <see cref="WorkerStartException"/>.</summary>
    Task Ready { get; }

    /// <returns>False if the operation has its end already: it was not sent, and no event will tell of it.</returns>
    bool Send(CallOperation operation);

    /// <summary>Says that calls of a method are likely: the worker makes ready for them what it can.</summary>
    void Prepare(ProcessMethod method);

    /// <summary>Asks for the end of a call, or of one call of a chunk (-1: of all); the whole still ends by an event.</summary>
    void Cancel(CallOperation operation, int item);

    /// <summary>What is kept of a chunk that is in the worker, outside of messages.</summary>
    /// <param name="operation">The chunk.</param>
    /// <param name="withResults">Whether also the results that no message brought, final once the exit was told.</param>
    ItemProgress ReadItems(CallOperation operation, bool withResults);

    /// <summary>Asks for the synchronous calls that have not begun; each is returned or ends, by an event. So are those of divisible chunks that have.</summary>
    void Recall();

    /// <summary>The id of the last call with a quiet start that began, 0 if there is none; final once the exit was told.</summary>
    long LastStarted { get; }

    /// <summary>Private memory in bytes; null where it cannot be read.</summary>
    long? SampleMemory();

    /// <summary>Lets the worker exit by itself, and kills it at the deadline.</summary>
    Task CloseAsync(TimeSpan deadline);

    void Kill();
}

/// <summary>Told what happens in a worker. Called on I/O threads, one at a time per worker: does not block and runs no user code.</summary>
internal interface IWorkerObserver
{
    void OnCallStarted(CallOperation operation);

    void OnCallEnded(CallOperation operation, CallOutcome outcome);

    /// <summary>The next calls of a chunk have their ends.</summary>
    /// <param name="operation">The chunk.</param>
    /// <param name="content">The ends, see <see cref="ItemBlocks"/>; owned by the observer.</param>
    void OnItemsEnded(CallOperation operation, PayloadBuffer content);

    /// <summary>A call came back without having begun; of a chunk, what is left of it.</summary>
    void OnCallReturned(CallOperation operation);

    /// <summary>The worker was asked to end from outside: it cancels its calls, and waits a little to be closed.</summary>
    void OnTerminating();

    /// <summary>The process is gone. The last event.</summary>
    void OnExited(WorkerExit exit);
}
