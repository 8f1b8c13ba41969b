namespace ProcGen;

/// <summary>How a <see cref="ProcessQueue{T}"/> is made.</summary>
public class ProcessQueueOptions
{
    /// <summary>How many items may wait; who adds one more waits for room. 0, the default, for any number: the queue grows.</summary>
    public int Capacity { get; init; }

    /// <summary>How many bytes of written items may wait, 0 (the default) for any number. One item may always, however large it is.</summary>
    public long CapacityBytes { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Capacity);
        ArgumentOutOfRangeException.ThrowIfNegative(CapacityBytes);
    }
}

/// <summary>How a <see cref="JoinableProcessQueue{T}"/> is made.</summary>
public sealed class JoinableProcessQueueOptions : ProcessQueueOptions
{
    /// <summary>What becomes of an item whose consumer ended before it marked it done.</summary>
    public UnfinishedItem WhenConsumerDies { get; init; }
}

/// <summary>What becomes of an item of a <see cref="JoinableProcessQueue{T}"/> whose consumer ended before it marked it done.</summary>
public enum UnfinishedItem
{
    /// <summary>Another consumer gets it, so that every item is worked on at least once. A part of the work may have been done already.</summary>
    DeliverAgain,

    /// <summary>Nobody gets it; it counts as done, and whoever joins gets an <see cref="ItemLostException"/>. So no item is worked on twice.</summary>
    Report,
}
