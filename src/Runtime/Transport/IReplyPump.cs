namespace ProcGen.Transport;

/// <summary>A carrier whose messages a thread that waits for one of them can take itself, instead of being woken up by the thread that usually does.</summary>
internal interface IReplyPump
{
    /// <summary>Takes messages on the calling thread while somebody waits, for as long as it is worth not to sleep. Gives the rest back to the thread that usually takes them.</summary>
    /// <param name="waiter">Who waits.</param>
    /// <param name="book">Knows whether others wait, too.</param>
    void PumpFor(IReplyWaiter waiter, IReplyBook book);
}

/// <summary>Who waits for a message.</summary>
internal interface IReplyWaiter
{
    /// <summary>Whether it has not come yet.</summary>
    bool IsWaiting { get; }
}

/// <summary>Knows which calls have no end yet. Thread-safe.</summary>
internal interface IReplyBook
{
    /// <summary>How many there are. A call counts before it is sent.</summary>
    int CallCount { get; }

    /// <summary>Whether there are some for whose replies somebody has to be rung: the threads that sent them do not look themselves.</summary>
    bool HasUnwatchedCalls { get; }
}

/// <summary>Where the replies to a call come from.</summary>
/// <param name="Pump">Takes them; null where only others do.</param>
/// <param name="Book">Knows the calls; not null where there is a pump.</param>
internal readonly record struct ReplySource(IReplyPump? Pump, IReplyBook Book);
