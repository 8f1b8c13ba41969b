namespace ProcGen.Managers;

/// <summary>The list behind proxies: items as the bytes they cross as. Two items are equal if their bytes are. Thread-safe.</summary>
internal sealed class ListObject(ManagedObjects objects) : IObjectHolder
{
    private readonly List<StoredItem> _items = [];

    /// <summary>Protects the list, where several steps have to be one. Reentrant.</summary>
    public Lock Gate { get; } = new();

    public int Count
    {
        get
        {
            lock (Gate)
            {
                return _items.Count;
            }
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    public byte[] Get(int index)
    {
        lock (Gate)
        {
            Check(index, _items.Count - 1);
            return _items[index].Bytes;
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    public void Set(int index, StoredItem item)
    {
        StoredItem before;
        lock (Gate)
        {
            Check(index, _items.Count - 1);
            Hold(item);
            before = _items[index];
            _items[index] = item;
        }

        Release(before);
    }

    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public void Insert(int index, StoredItem item)
    {
        lock (Gate)
        {
            Check(index, _items.Count);
            Hold(item);
            _items.Insert(index, item);
        }
    }

    public void AddRange(StoredItem[] items)
    {
        lock (Gate)
        {
            Array.ForEach(items, Hold);
            _items.AddRange(items);
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    public byte[] RemoveAt(int index)
    {
        StoredItem removed;
        lock (Gate)
        {
            Check(index, _items.Count - 1);
            removed = _items[index];
            _items.RemoveAt(index);
        }

        Release(removed);
        return removed.Bytes;
    }

    public int IndexOf(ReadOnlySpan<byte> item)
    {
        lock (Gate)
        {
            for (int i = 0; i < _items.Count; i++)
            {
                if (item.SequenceEqual(_items[i].Bytes))
                {
                    return i;
                }
            }

            return -1;
        }
    }

    public bool Remove(ReadOnlySpan<byte> item)
    {
        lock (Gate)
        {
            int index = IndexOf(item);
            if (index >= 0)
            {
                RemoveAt(index);
            }

            return index >= 0;
        }
    }

    public void Clear() => ReleaseAll(TakeObjects());

    /// <summary>The items from a place on, up to about so many bytes; at least one where there is one.</summary>
    public List<byte[]> GetPage(int start, int bytes, out bool hasMore)
    {
        var page = new List<byte[]>();
        lock (Gate)
        {
            for (; start < _items.Count && (bytes > 0 || page.Count == 0); start++)
            {
                page.Add(_items[start].Bytes);
                bytes -= _items[start].Bytes.Length + sizeof(int);
            }

            hasMore = start < _items.Count;
        }

        return page;
    }

    /// <inheritdoc/>
    public IEnumerable<ulong> TakeObjects()
    {
        lock (Gate)
        {
            ulong[] held = [.. _items.SelectMany(static item => item.Objects ?? [])];
            _items.Clear();
            return held;
        }
    }

    private static void Check(int index, int last)
    {
        if ((uint)index > (uint)last || last < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(index), $"The shared list has no place {index}; the last one is {last}. It may have become shorter since its length was asked for.");
        }
    }

    private void Hold(StoredItem item)
    {
        foreach (ulong id in item.Objects ?? [])
        {
            objects.TryHold(id);
        }
    }

    private void Release(StoredItem item) => ReleaseAll(item.Objects ?? []);

    private void ReleaseAll(IEnumerable<ulong> ids)
    {
        foreach (ulong id in ids)
        {
            objects.Release(id);
        }
    }
}
