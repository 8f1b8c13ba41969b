using ProcGen.Calls;
using ProcGen.CompilerServices;
using ProcGen.Launching;

namespace ProcGen.Workers;

/// <summary>Told what happens to a worker and its calls. Called on I/O threads, one at a time per connection: must not block and must not run user code.</summary>
internal interface IWorkerEvents
{
    /// <summary>The body of a call has begun to run.</summary>
    void OnCallStarted(WorkerConnection worker, CallOperation call);

    /// <summary>A call came back, with a result or with an error of its own. The operation is not completed yet: the receiver does that.</summary>
    void OnCallEnded(WorkerConnection worker, CallOperation call, CallOutcome outcome);

    /// <summary>The next calls of a chunk have their ends, see <see cref="ItemBlocks"/>; the content is the receiver's.</summary>
    void OnItemsEnded(WorkerConnection worker, CallOperation chunk, PayloadBuffer content) => throw new InvalidOperationException("No chunk was sent.");

    /// <summary>A call came back without having begun, as <see cref="WorkerConnection.Recall"/> asked for. It has no end by that.</summary>
    void OnCallReturned(WorkerConnection worker, CallOperation call) => throw new InvalidOperationException("No call was asked back.");

    /// <summary>The worker was asked to end by a signal: its calls are being cancelled, and it waits a few seconds to be closed. Send it nothing more; close it, with a finalizer if there is one.</summary>
    void OnWorkerTerminating(WorkerConnection worker) => worker.CloseTerminating();

    /// <summary>The worker's process is gone. Told once, after every other event of this worker. The calls that had no end yet are the receiver's to end.</summary>
    void OnWorkerExited(WorkerConnection worker, WorkerExit exit);
}
