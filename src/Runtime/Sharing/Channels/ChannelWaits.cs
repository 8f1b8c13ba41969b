using ProcGen.Transport;

namespace ProcGen.Sharing;

// The waits of a channel. Who waits has spun before, without asking for a ring.
internal sealed unsafe partial class SharedChannel
{
    /// <summary>Looks for an item for as long as a wake-up would take.</summary>
    public bool SpinForItem()
    {
        SpinBudget spin = default;
        do
        {
            // Items of a completed queue that others have taken may come back: that is no reason to look all the time.
            if (HasItem || (IsCompleted && !_isJoinable))
            {
                return true;
            }
        }
        while (spin.TrySpin());
        return false;
    }

    /// <summary>Looks for room for as long as a wake-up would take.</summary>
    public bool SpinForRoom(int length, long largeSize)
    {
        SpinBudget spin = default;
        do
        {
            if (HasRoom(length, largeSize))
            {
                return true;
            }
        }
        while (spin.TrySpin());
        return false;
    }

    /// <summary>Until there is an item, or none comes any more.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="isOver">Whether something else says that none comes any more.</param>
    internal sealed class ItemWait(SharedChannel channel, Func<bool>? isOver = null) : SharedWait
    {
        private protected override long SpinTime => 0;

        public override bool Step(out SharedSleep sleep)
        {
            sleep = default;
            if (IsDone())
            {
                return true;
            }

            sleep = ChannelBell.Ask(&channel._header->Items);
            if (channel._isJoinable)
            {
                channel.ReviewTaken();
            }

            return IsDone();
        }

        private bool IsDone() => channel.HasItem || channel.EmptyStatus() == Status.Completed || isOver?.Invoke() == true;
    }

    /// <summary>Until there is room, or nothing may be added any more.</summary>
    internal sealed class RoomWait(SharedChannel channel, int length, long largeSize) : SharedWait
    {
        private protected override long SpinTime => 0;

        public override bool Step(out SharedSleep sleep)
        {
            sleep = default;
            if (channel.HasRoom(length, largeSize))
            {
                return true;
            }

            sleep = ChannelBell.Ask(&channel._header->Room);
            return channel.HasRoom(length, largeSize);
        }
    }

    /// <summary>Until every item is done.</summary>
    internal sealed class DoneWait(SharedChannel channel) : SharedWait
    {
        public override bool Step(out SharedSleep sleep)
        {
            sleep = default;
            if (channel.IsAllDone)
            {
                return true;
            }

            sleep = ChannelBell.Ask(&channel._header->Done);
            channel.ReviewTaken();
            return channel.IsAllDone;
        }
    }

    /// <summary>Until nothing comes any more and everything is taken.</summary>
    internal sealed class EndWait(SharedChannel channel) : SharedWait
    {
        private protected override long SpinTime => 0;

        public override bool Step(out SharedSleep sleep)
        {
            // Taking the last item rings for room, completing for both.
            sleep = ChannelBell.Ask(&channel._header->Room);
            return channel.EmptyStatus() == Status.Completed;
        }
    }
}
