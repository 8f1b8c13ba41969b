namespace ProcGen.Transport;

/// <summary>The bells of the other side. Who sleeps says which one wakes him: the number is the value of the ring's flag.</summary>
/// <param name="receiver">Wakes the thread that receives.</param>
/// <param name="main">Wakes a worker's main thread; null on the worker's side, whose parent has no such thread.</param>
internal sealed class PeerBells(EventBell receiver, EventBell? main) : IDisposable
{
    /// <summary>Nobody sleeps.</summary>
    public const int Nobody = 0;

    /// <summary>The thread that receives.</summary>
    public const int Receiver = 1;

    /// <summary>A worker's main thread.</summary>
    public const int Main = 2;

    /// <summary>
    /// Nobody sleeps who waits for what can wait. A worker's main thread looks for calls, or runs a body and looks for more of them after that; in the parent, whoever waits for what comes of
    /// a call looks for that. Only the rest is rung for, and then the thread that receives hears it. Stays while that is so, and costs nothing then: nobody writes it for each call.
    /// </summary>
    public const int Busy = 3;

    /// <summary>Wakes the thread that receives.</summary>
    public void Ring() => receiver.Ring();

    /// <summary>Wakes a sleeper. A number that no sleeper has, which a broken process could have written, is taken for the one that is always there.</summary>
    public void Ring(int sleeper)
    {
        if (sleeper == Nobody)
        {
            return;
        }

        (sleeper == Main && main is not null ? main : receiver).Ring();
    }

    public void Dispose()
    {
        receiver.Dispose();
        main?.Dispose();
    }
}
