namespace ProcGen;

/// <summary>A line that a worker wrote to its standard output or error.</summary>
/// <param name="WorkerName">The worker's name.</param>
/// <param name="ProcessId">The worker's process id.</param>
/// <param name="IsError">Whether it was written to standard error.</param>
/// <param name="Text">The line without its end.</param>
public readonly record struct WorkerOutputLine(string WorkerName, int ProcessId, bool IsError, string Text)
{
    /// <summary>The line as it is forwarded: <c>[name 4711] text</c>.</summary>
    public override string ToString() => $"[{WorkerName} {ProcessId}] {Text}";
}
