namespace ProcGen.Transport;

/// <summary>A carrier whose messages a thread that waits for one of them can take itself, instead of being woken up by the thread that usually does.</summary>
internal interface IReplyPump
{
    /// <summary>Takes messages on the calling thread while somebody waits, for as long as it is worth not to sleep. Gives the rest back to the thread that usually takes them.</summary>
    void PumpFor(IReplyWaiter waiter);
}

/// <summary>Who waits for a message.</summary>
internal interface IReplyWaiter
{
    /// <summary>Whether it has not come yet.</summary>
    bool IsWaiting { get; }
}
