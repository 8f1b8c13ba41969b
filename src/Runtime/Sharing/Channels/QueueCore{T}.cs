using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ProcGen.CompilerServices;

namespace ProcGen.Sharing;

/// <summary>What both kinds of queue do. Thread-safe.</summary>
internal sealed class QueueCore<T>
{
    private readonly ChannelItems<T> _items;
    private readonly TakenItems? _taken;

    /// <param name="block">The queue's segment.</param>
    /// <param name="codec">How items cross.</param>
    /// <param name="isJoinable">Whether an item is done only when it is marked.</param>
    /// <exception cref="ProcessSerializationException">The queue was made for items that cross in another way.</exception>
    public QueueCore(SharedBlock block, ItemCodec<T> codec, bool isJoinable)
    {
        SharedChannel channel = SharedChannel.Of(block);
        channel.DemandItemType(ItemTypes.HashOf(codec), typeof(T));
        _items = new ChannelItems<T>(channel, codec);
        _taken = isJoinable ? channel.TakenItems : null;
    }

    public SharedChannel Channel => _items.Channel;

    public int Count => Channel.Count;

    public bool IsAddingCompleted => Channel.IsCompleted;

    public bool IsCompleted => Channel.EmptyStatus() == SharedChannel.Status.Completed;

    public static SharedBlock Create(SharedKind kind, ProcessQueueOptions? options, uint flags)
    {
        options ??= new ProcessQueueOptions();
        options.Validate();
        return SharedChannel.Create(kind, flags | ChannelHeader.CanGrow, options.Capacity, options.CapacityBytes, ItemTypes.HashOf(ItemCodecs.For<T>()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(T item, TimeSpan timeout, CancellationToken cancellationToken) => IsDone(_items.Put(item, timeout, cancellationToken));

    public async ValueTask<bool> TryAddAsync(T item, TimeSpan timeout, CancellationToken cancellationToken) =>
        IsDone(await _items.PutAsync(item, timeout, cancellationToken).ConfigureAwait(false));

    /// <summary>Adds without waiting, and without an exception where nothing may be added.</summary>
    public bool TryWrite(T item) => _items.Put(item, TimeSpan.Zero, default) == SharedChannel.Status.Done;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Take(CancellationToken cancellationToken)
    {
        if (_items.Take(out T item, Timeout.InfiniteTimeSpan, cancellationToken, _taken) != SharedChannel.Status.Done)
        {
            ThrowCompleted();
        }

        return item;
    }

    /// <returns>False if it took too long, or nothing comes any more.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(out T item, TimeSpan timeout, CancellationToken cancellationToken) =>
        _items.Take(out item, timeout, cancellationToken, _taken) == SharedChannel.Status.Done;

    public async ValueTask<T> TakeAsync(CancellationToken cancellationToken)
    {
        (SharedChannel.Status status, T item) = await TryTakeAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        if (status != SharedChannel.Status.Done)
        {
            ThrowCompleted();
        }

        return item;
    }

    public async ValueTask<(SharedChannel.Status Status, T Item)> TryTakeAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        long end = SharedWait.EndOf(timeout);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SharedChannel.Status status = _items.TryTake(out T item, _taken);
            if (status != SharedChannel.Status.Wait || !await WaitForItemAsync(ChannelTime.Left(end), cancellationToken).ConfigureAwait(false))
            {
                return (status, item);
            }
        }
    }

    /// <returns>False if it took too long.</returns>
    public ValueTask<bool> WaitForItemAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        AsyncWaits.WaitAsync(new SharedChannel.ItemWait(Channel), timeout, cancellationToken);

    public ValueTask<bool> WaitForRoomAsync(CancellationToken cancellationToken) =>
        AsyncWaits.WaitAsync(new SharedChannel.RoomWait(Channel, 0, 0), Timeout.InfiniteTimeSpan, cancellationToken);

    public bool TryComplete(Exception? error) => Channel.TryComplete(error);

    /// <exception cref="InvalidOperationException">This process has taken no item that is not marked.</exception>
    public void MarkDone()
    {
        if (!_taken!.TryMarkDone(_items.Discard))
        {
            throw new InvalidOperationException(
                "There is nothing to mark done: this process has marked every item that it took from the queue. Call MarkDone once for each item, in the process that took it.");
        }
    }

    /// <exception cref="ItemLostException">Items were lost.</exception>
    public bool Join(TimeSpan timeout, CancellationToken cancellationToken) =>
        ReportLost(new SharedChannel.DoneWait(Channel).Block(timeout, cancellationToken));

    /// <inheritdoc cref="Join"/>
    public async ValueTask<bool> JoinAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        ReportLost(await AsyncWaits.WaitAsync(new SharedChannel.DoneWait(Channel), timeout, cancellationToken).ConfigureAwait(false));

    private bool ReportLost(bool isDone) =>
        !isDone || Channel.TakeLost(out string consumer) is not (> 0 and var count) ? isDone : throw new ItemLostException(count, consumer);

    private bool IsDone(SharedChannel.Status status)
    {
        if (status == SharedChannel.Status.Completed)
        {
            ThrowCompleted();
        }

        return status == SharedChannel.Status.Done;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ThrowCompleted()
    {
        if (Channel.IsGone)
        {
            throw SharedBlock.Gone(Channel.Block.Id);
        }

        throw Channel.ReadError() is { } error
            ? new ChannelClosedException($"The queue was completed with an error: {error.Message}", error)
            : new ChannelClosedException("The queue was completed: nothing can be added any more, and nothing is left to be taken.");
    }
}
