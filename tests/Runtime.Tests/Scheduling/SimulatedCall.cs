using ProcGen.Scheduling;

namespace ProcGen.Tests.Scheduling;

/// <summary>A call with a simulated body.</summary>
internal class SimulatedCall : ScheduledCall
{
    public SimulatedCall(int retries = 0) => RetriesLeft = AllRetries = retries;

    /// <summary>How often it may run again, from the beginning.</summary>
    public int AllRetries { get; }

    /// <summary>Whether its worker does not say when it begins, but knows it when asked.</summary>
    public bool IsStartQuiet { get; init; }

    /// <summary>How long the body takes; <see cref="Deadline.Never"/> hangs.</summary>
    public long Duration { get; init; } = 100;

    /// <summary>Whether the body goes on although it was asked to stop.</summary>
    public bool IsDeaf { get; init; }

    /// <summary>Whether the worker dies when it is about to begin the body.</summary>
    public bool KillsBeforeItsBody { get; init; }

    /// <summary>Whether the worker dies in the middle of the body.</summary>
    public bool KillsInItsBody { get; init; }

    public bool IsAccepted { get; set; }

    public bool HasEndCommand { get; set; }

    public CallEnd FinalEnd { get; set; }

    public long EndedAt { get; set; }

    public int Sends { get; set; }

    /// <summary>How many living processes have it now.</summary>
    public int LiveAttempts { get; set; }

    public int Bodies { get; set; }

    public int LastWorker { get; set; }
}
