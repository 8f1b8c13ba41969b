namespace ProcGen.Errors;

/// <summary>What a worker was doing for a call when it failed.</summary>
internal enum RemoteFailurePhase : byte
{
    /// <summary>Reading the arguments; the body has not run.</summary>
    ReadingArguments = 0,

    /// <summary>Running the body.</summary>
    Running = 1,

    /// <summary>Writing the result; the body has run.</summary>
    WritingResult = 2,
}

/// <summary>A failure of a call as its worker reported it, rebuilt on this side.</summary>
/// <param name="Exception">The exception for the caller: of its original type where that can be rebuilt, else a <see cref="RemoteException"/>.</param>
/// <param name="Phase">What the worker was doing.</param>
internal readonly record struct RemoteFailure(Exception Exception, RemoteFailurePhase Phase)
{
    public bool IsCancellation => Exception is OperationCanceledException;
}
