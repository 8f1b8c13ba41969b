namespace ProcGen;

/// <summary>A worker process of its own: one call, or the body of a subclass, run in one process.</summary>
public abstract partial class WorkerProcess
{
    // No field initialisers: generated code re-creates a subclass in the worker without running any constructor, and skips this class's fields.

    /// <summary>Asks the process to end.</summary>
    public void Terminate() => throw new NotImplementedException();

    /// <summary>Interrupts the body.</summary>
    public void Interrupt() => throw new NotImplementedException();
}
