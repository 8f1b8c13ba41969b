namespace ProcGen;

/// <summary>Items of a <see cref="JoinableProcessQueue{T}"/> were taken by a process that ended before it marked them done, and the queue does not deliver such items again.</summary>
public sealed class ItemLostException : ProcessException
{
    internal ItemLostException(int count, string consumer)
        : base($"{count} item{(count == 1 ? "" : "s")} of the queue {(count == 1 ? "was" : "were")} lost: the consumer {consumer} ended before it marked what it had taken as done. " +
            $"Make the queue with {nameof(JoinableProcessQueueOptions.WhenConsumerDies)} = {nameof(UnfinishedItem)}.{nameof(UnfinishedItem.DeliverAgain)} if others may do the work again.") =>
        Count = count;

    /// <summary>How many items.</summary>
    public int Count { get; }
}
