using ProcGen.CompilerServices;

namespace ProcGen.Sharing;

/// <summary>The items of a joinable queue that this process has taken and not marked done. Thread-safe.</summary>
/// <param name="channel">The queue.</param>
internal sealed unsafe class TakenItems(SharedChannel channel)
{
    private readonly Lock _gate = new();
    private readonly List<Item> _items = [];

    /// <summary>Takes the item that is being taken, and remembers it.</summary>
    public void EndTake(in ChannelRecord record, byte* place)
    {
        (uint ring, ulong at) = channel.TakenAt;
        LargeItem large = (record.Word & ChannelRecord.Large) != 0 ? *(LargeItem*)place : default;
        bool hasHandles = (record.Word & ChannelRecord.HasHandles) != 0;
        byte[]? content = hasHandles && large.Segment == default ? new ReadOnlySpan<byte>(place, record.Length).ToArray() : null;
        channel.EndTakeReady();
        lock (_gate)
        {
            _items.Add(new Item(ring, at, Environment.CurrentManagedThreadId, hasHandles, content, large));
        }
    }

    /// <summary>Marks an item done: the first one that the calling thread took, or else the first one of all.</summary>
    /// <param name="discard">Gives back the handles in an item's bytes.</param>
    /// <returns>False if there is none.</returns>
    public bool TryMarkDone(Action<PayloadBuffer> discard)
    {
        Item item;
        lock (_gate)
        {
            if (_items.Count == 0)
            {
                return false;
            }

            int thread = Environment.CurrentManagedThreadId;
            int index = Math.Max(0, _items.FindIndex(item => item.Thread == thread));
            item = _items[index];
            _items.RemoveAt(index);
        }

        channel.MarkDone(item.Ring, item.Place);
        if (item.HasHandles || item.Large.Segment != default)
        {
            GiveBack(item, discard);
        }

        return true;
    }

    /// <summary>What the queue kept for the case that the item has to be delivered again.</summary>
    private void GiveBack(in Item item, Action<PayloadBuffer> discard)
    {
        PayloadBuffer buffer = PayloadBuffer.Rent();
        try
        {
            if (item.Large.Segment != default)
            {
                channel.ReadLarge(item.Large with { Length = item.HasHandles ? item.Large.Length : 0 }, buffer, stays: false);
            }
            else
            {
                buffer.Write(item.Content);
            }

            if (item.HasHandles)
            {
                discard(buffer);
            }
        }
        finally
        {
            buffer.Return();
        }
    }

    private readonly record struct Item(uint Ring, ulong Place, int Thread, bool HasHandles, byte[]? Content, LargeItem Large);
}
