using ProcGen.Calls;
using ProcGen.CompilerServices;

namespace ProcGen.Workers;

/// <summary>Told what a worker says. Called one at a time, on an I/O thread: must not block and must not run user code.</summary>
internal interface IParentSessionEvents
{
    void OnStarted(CallOperation call);

    void OnEnded(CallOperation call, CallOutcome outcome);

    void OnTerminating();

    void OnLog(CallOperation? call, PayloadBuffer content);

    void OnExitNotice(PayloadBuffer content);

    /// <summary>The next calls of a chunk have their ends.</summary>
    void OnItemsEnded(CallOperation chunk, PayloadBuffer content) => throw new InvalidOperationException("No chunk was sent.");

    /// <summary>A call came back without having begun, as <see cref="ParentSession.Recall"/> asked for; of a chunk, what is left of it.</summary>
    void OnReturned(CallOperation call);
}
