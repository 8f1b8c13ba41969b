using ProcGen.CompilerServices;
using ProcGen.Protocol;

namespace ProcGen.Calls;

/// <summary>How one attempt of a call ended: with the bytes of its result, or with its own exception. Made on an I/O thread, so nothing in it has run user code yet.</summary>
internal readonly struct CallOutcome
{
    /// <summary>The result's bytes, owned by the receiver; null for an error.</summary>
    public PayloadBuffer? Result { get; init; }

    /// <summary>The bytes of the remote exception, owned by the receiver; null for a result. Rebuilt by <see cref="CallOperation.TryComplete"/>, off the I/O thread.</summary>
    public PayloadBuffer? Error { get; init; }

    /// <summary>What the error is of; without meaning for a result.</summary>
    public CallFailure Failure { get; init; }

    /// <summary>The worker's process.</summary>
    public int ProcessId { get; init; }

    /// <summary>The worker's name.</summary>
    public string? WorkerName { get; init; }

    /// <summary>Whether the body ended because it was asked to.</summary>
    public bool IsCancelled => Error is not null && Failure == CallFailure.Cancelled;

    /// <summary>Whether the body ran out of memory: under a memory limit that is the limit, and the worker is spent.</summary>
    public bool IsOutOfMemory => Error is not null && Failure == CallFailure.OutOfMemory;

    /// <summary>Gives the bytes back.</summary>
    public void Free()
    {
        Result?.Return();
        Error?.Return();
    }

    /// <summary>Rebuilds the error and gives its bytes back.</summary>
    public Exception TakeError(string method)
    {
        Exception error = RemoteErrors.Read(Error!, ProcessId, WorkerName ?? "");
        return Failure == CallFailure.Startup
            ? new WorkerStartException($"A start-up method failed before the call of '{method}': {error.Message}", error)
            {
                ProcessId = ProcessId,
                WorkerName = WorkerName ?? "",
                Method = method,
            }
            : error;
    }
}
