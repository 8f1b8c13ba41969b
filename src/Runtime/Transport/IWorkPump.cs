namespace ProcGen.Transport;

/// <summary>
/// A carrier whose messages a thread can take that has nothing else to do, and that is to do what they ask for: the worker's main thread. So a call reaches it without a
/// hop from the thread that usually takes messages, which hears them only while the main thread is busy.
/// </summary>
internal interface IWorkPump
{
    /// <summary>Takes messages, and sleeps between them, until there is work.</summary>
    /// <returns>False if others take the messages now: wait for work without them.</returns>
    bool TryPump(IWorkWaiter waiter);

    /// <summary>Ends the sleep.</summary>
    void Wake();
}

/// <summary>Who waits for work.</summary>
internal interface IWorkWaiter
{
    /// <summary>Whether there is something to do.</summary>
    bool HasWork { get; }

    /// <summary>Announces a sleep, which <see cref="IWorkPump.Wake"/> ends when there is work.</summary>
    /// <returns>False if there is work by now.</returns>
    bool TryBeginSleep();

    void EndSleep();
}
