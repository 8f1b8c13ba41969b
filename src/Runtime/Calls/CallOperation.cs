using ProcGen.CompilerServices;

namespace ProcGen.Calls;

/// <summary>How one attempt of a call ended: with the bytes of its result, or with its own exception. Made on an I/O thread, so nothing in it has run user code yet.</summary>
internal readonly struct CallOutcome
{
    /// <summary>The result's bytes, owned by the receiver; null for an error.</summary>
    public PayloadBuffer? Result { get; init; }

    /// <summary>The bytes of the remote exception, owned by the receiver; null for a result. Rebuilt by <see cref="CallOperation.TryComplete"/>, off the I/O thread.</summary>
    public PayloadBuffer? Error { get; init; }
}

/// <summary>
/// One launch of a call, from the moment its arguments are written to its one end. The executor decides when; this holds the arguments, the live
/// links and the future. Thread-safe.
/// </summary>
internal abstract class CallOperation
{
    private static long s_lastId;

    private protected CallOperation(ProcessInvocation invocation)
    {
        Invocation = invocation;
        Id = Interlocked.Increment(ref s_lastId);
    }

    /// <summary>Writes a call's arguments, on the calling thread, and makes its future.</summary>
    /// <exception cref="ProcessSerializationException">An argument cannot be written.</exception>
    public static CallOperation Create(ProcessCall call) => throw new NotImplementedException();

    /// <summary>Writes a call's arguments, on the calling thread, and makes its future, a <see cref="Task{TResult}"/>.</summary>
    /// <exception cref="ProcessSerializationException">An argument cannot be written.</exception>
    public static CallOperation Create<TResult>(ProcessCall<TResult> call) => throw new NotImplementedException();

    /// <summary>Unique in this process; the call's id on the wire.</summary>
    public long Id { get; }

    public ProcessInvocation Invocation { get; }

    /// <summary>The size of the written arguments in bytes.</summary>
    public abstract long ArgumentLength { get; }

    /// <summary>The future: a <see cref="Task{TResult}"/> where there is a result.</summary>
    public abstract Task Task { get; }

    /// <summary>Ends the operation with an attempt's outcome. Decoding and continuations run on the thread pool (or on the thread blocked in Wait), never on the calling thread.</summary>
    /// <returns>False if it had an end already; the outcome's buffers are freed in either case.</returns>
    public abstract bool TryComplete(CallOutcome outcome);

    /// <summary>Ends the operation with an error of this side.</summary>
    public abstract bool TryFail(Exception error);

    /// <summary>Ends the operation as cancelled.</summary>
    public abstract bool TryCancel(CancellationToken cancellationToken);
}
