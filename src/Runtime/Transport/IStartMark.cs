namespace ProcGen.Transport;

/// <summary>
/// Which call's body began last in a worker: a word that the worker writes and its parent reads when it matters, instead of a message for each call. It can be read until the worker's
/// process is gone. Thread-safe.
/// </summary>
internal interface IStartMark : IDisposable
{
    /// <summary>The call's id; 0 before the first one. The parent believes it no more than what it could hear from that worker in a message.</summary>
    long LastStarted { get; set; }
}

/// <summary>A carrier with such a word.</summary>
internal interface IStartMarked
{
    /// <summary>Made with the carrier, and freed by whoever has it last.</summary>
    IStartMark StartMark { get; }
}
