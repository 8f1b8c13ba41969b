namespace ProcGen.Scheduling;

/// <summary>
/// A binary heap of deadlines that knows where each of them is, so that the deadline of a call that ended is taken out at once and does not wait for
/// its time: most calls end long before their timeout.
/// </summary>
internal sealed class DeadlineHeap
{
    private readonly List<Deadline> _items = [];

    public int Count => _items.Count;

    /// <summary>The earliest time, or <see cref="Deadline.Never"/>.</summary>
    public long NextDue => _items.Count == 0 ? Deadline.Never : _items[0].Due;

    public void Set(Deadline item, long due)
    {
        if (due == Deadline.Never)
        {
            Clear(item);
            return;
        }

        item.Due = due;
        if (item.HeapIndex < 0)
        {
            item.HeapIndex = _items.Count;
            _items.Add(item);
        }

        SiftDown(SiftUp(item.HeapIndex));
    }

    public void Clear(Deadline item)
    {
        item.Due = Deadline.Never;
        int index = item.HeapIndex;
        if (index < 0)
        {
            return;
        }

        item.HeapIndex = -1;
        Deadline last = _items[^1];
        _items.RemoveAt(_items.Count - 1);
        if (!ReferenceEquals(last, item))
        {
            Place(last, index);
            SiftDown(SiftUp(index));
        }
    }

    /// <summary>Takes out the earliest deadline if its time has come.</summary>
    public bool TryTakeDue(long now, out Deadline item)
    {
        if (NextDue > now)
        {
            item = null!;
            return false;
        }

        item = _items[0];
        Clear(item);
        return true;
    }

    private int SiftUp(int index)
    {
        Deadline item = _items[index];
        while (index > 0)
        {
            int parent = (index - 1) / 2;
            if (_items[parent].Due <= item.Due)
            {
                break;
            }

            Place(_items[parent], index);
            index = parent;
        }

        Place(item, index);
        return index;
    }

    private void SiftDown(int index)
    {
        Deadline item = _items[index];
        while (true)
        {
            int child = (2 * index) + 1;
            if (child >= _items.Count)
            {
                break;
            }

            if (child + 1 < _items.Count && _items[child + 1].Due < _items[child].Due)
            {
                child++;
            }

            if (_items[child].Due >= item.Due)
            {
                break;
            }

            Place(_items[child], index);
            index = child;
        }

        Place(item, index);
    }

    private void Place(Deadline item, int index)
    {
        _items[index] = item;
        item.HeapIndex = index;
    }
}
