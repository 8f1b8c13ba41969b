namespace ProcGen.Processes;

/// <summary>A process that runs one call without a result, and the one that stands for a worker that runs no subclass.</summary>
internal sealed class CallProcess : WorkerProcess;
