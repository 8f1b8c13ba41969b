namespace ProcGen;

/// <summary>A <see cref="ProcessBarrier"/> will not be passed: a process that takes part has died, somebody gave up, or it was aborted or reset. The message says which, and who.</summary>
public sealed class BarrierBrokenException : ProcessException
{
    internal BarrierBrokenException(string message, string? brokenBy) : base(message) => BrokenBy = brokenBy;

    /// <summary>The process because of which it broke: name and id. Null where nobody is to blame.</summary>
    public string? BrokenBy { get; }
}
