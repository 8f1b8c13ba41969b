namespace ProcGen.Transport;

/// <summary>
/// Which call's body began last in a worker, and how far its chunk is: words that the worker writes and its parent reads when it matters, instead of a message for each call. It can be read until the worker's
/// process is gone. Thread-safe.
/// </summary>
internal interface IStartMark : IDisposable
{
    /// <summary>The call's id; 0 before the first one. The parent believes it no more than what it could hear from that worker in a message.</summary>
    long LastStarted { get; set; }

    /// <summary>Of a worker: where it keeps what it has of its chunk. Null where its parent could not see that.</summary>
    ItemPage? Items { get; }

    /// <summary>Of a parent: what the worker keeps of a chunk, and once the worker is gone, also its results.</summary>
    /// <param name="call">The chunk's id.</param>
    /// <param name="withResults">Whether the results are wanted, too.</param>
    ItemProgress ReadItems(long call, bool withResults);
}

/// <summary>A carrier with such a word.</summary>
internal interface IStartMarked
{
    /// <summary>Made with the carrier, and freed by whoever has it last.</summary>
    IStartMark StartMark { get; }
}
