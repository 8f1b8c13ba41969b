using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace ProcGen.Managers;

/// <summary>
/// The dictionary or set behind proxies: keys and values as the bytes they cross as. Two keys are one if their bytes are equal. Entries have numbers in the order in which they came, so that pages of
/// them can be asked for one after the other while others change the table. Thread-safe.
/// </summary>
internal sealed class TableObject : IObjectHolder
{
    private const int MostRemovedKept = 32;

    private readonly Dictionary<byte[], Entry> _entries = new(KeyComparer.Instance);
    private readonly Dictionary<byte[], Entry>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly List<Entry> _order = [];
    private readonly ManagedObjects _objects;
    private long _lastNumber;
    private int _removed;

    public TableObject(ManagedObjects objects)
    {
        _objects = objects;
        _lookup = _entries.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>Protects the table, where several steps have to be one. Reentrant.</summary>
    public Lock Gate { get; } = new();

    public int Count
    {
        get
        {
            lock (Gate)
            {
                return _entries.Count;
            }
        }
    }

    public bool TryGet(ReadOnlySpan<byte> key, [NotNullWhen(true)] out byte[]? value)
    {
        lock (Gate)
        {
            value = _lookup.TryGetValue(key, out Entry? entry) ? entry.Value.Bytes : null;
            return value is not null;
        }
    }

    /// <summary>Adds or replaces.</summary>
    /// <returns>True if it was added.</returns>
    public bool Set(ReadOnlySpan<byte> key, StoredItem value)
    {
        StoredItem before;
        Hold(value);
        lock (Gate)
        {
            if (!_lookup.TryGetValue(key, out Entry? entry))
            {
                Add(key, value);
                return true;
            }

            before = entry.Value;
            entry.Value = value;
        }

        Release(before);
        return false;
    }

    public bool TryAdd(ReadOnlySpan<byte> key, StoredItem value)
    {
        Hold(value);
        lock (Gate)
        {
            if (!_lookup.ContainsKey(key))
            {
                Add(key, value);
                return true;
            }
        }

        Release(value);
        return false;
    }

    public bool TryRemove(ReadOnlySpan<byte> key, [NotNullWhen(true)] out byte[]? value)
    {
        StoredItem removed;
        lock (Gate)
        {
            if (!_lookup.TryGetValue(key, out Entry? entry))
            {
                value = null;
                return false;
            }

            removed = entry.Value;
            Remove(entry);
        }

        Release(removed);
        value = removed.Bytes;
        return true;
    }

    /// <summary>Removes a key if it has this value.</summary>
    public bool TryRemove(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        lock (Gate)
        {
            return TryGet(key, out byte[]? current) && value.SequenceEqual(current) && TryRemove(key, out _);
        }
    }

    /// <summary>Replaces a value if it is a certain one.</summary>
    public bool TryUpdate(ReadOnlySpan<byte> key, StoredItem value, ReadOnlySpan<byte> comparison)
    {
        lock (Gate)
        {
            if (!TryGet(key, out byte[]? current) || !comparison.SequenceEqual(current))
            {
                return false;
            }

            Set(key, value);
            return true;
        }
    }

    /// <summary>Removes everything that is not among these keys.</summary>
    public void Retain(HashSet<byte[]> keys)
    {
        lock (Gate)
        {
            foreach (Entry entry in _order.ToArray())
            {
                if (!entry.IsRemoved && !keys.Contains(entry.Key))
                {
                    TryRemove(entry.Key, out _);
                }
            }
        }
    }

    public void Clear()
    {
        StoredItem[] removed;
        lock (Gate)
        {
            removed = [.. _entries.Values.Select(static entry => entry.Value)];
            _entries.Clear();
            _order.Clear();
            _removed = 0;
        }

        Array.ForEach(removed, Release);
    }

    /// <summary>The entries after a number, up to about so many bytes, and the number to go on after; at least one where there is one.</summary>
    /// <param name="after">The number of the last entry that is known; 0 for none.</param>
    /// <param name="bytes">How many bytes are enough.</param>
    /// <param name="hasMore">Whether others follow.</param>
    public List<Entry> GetPage(long after, int bytes, out bool hasMore)
    {
        var page = new List<Entry>();
        lock (Gate)
        {
            int index = FindAfter(after);
            while (index < _order.Count && (bytes > 0 || page.Count == 0))
            {
                Entry entry = _order[index++];
                if (!entry.IsRemoved)
                {
                    // A copy: the value of an entry may change when the lock is left.
                    page.Add(entry.Copy());
                    bytes -= entry.Key.Length + entry.Value.Bytes.Length;
                }
            }

            hasMore = index < _order.Count;
        }

        return page;
    }

    /// <inheritdoc/>
    public IEnumerable<ulong> TakeObjects()
    {
        lock (Gate)
        {
            ulong[] held = [.. _entries.Values.SelectMany(static entry => entry.Value.Objects ?? [])];
            _entries.Clear();
            _order.Clear();
            return held;
        }
    }

    private void Add(ReadOnlySpan<byte> key, StoredItem value)
    {
        var entry = new Entry(key.ToArray(), ++_lastNumber) { Value = value };
        _entries.Add(entry.Key, entry);
        _order.Add(entry);
    }

    private void Remove(Entry entry)
    {
        _entries.Remove(entry.Key);
        entry.IsRemoved = true;
        if (++_removed > MostRemovedKept && _removed > _order.Count / 2)
        {
            _order.RemoveAll(static e => e.IsRemoved);
            _removed = 0;
        }
    }

    private int FindAfter(long number)
    {
        int low = 0;
        int high = _order.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_order[middle].Number <= number)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private void Hold(StoredItem item)
    {
        foreach (ulong id in item.Objects ?? [])
        {
            _objects.TryHold(id);
        }
    }

    private void Release(StoredItem item)
    {
        foreach (ulong id in item.Objects ?? [])
        {
            _objects.Release(id);
        }
    }

    internal sealed class Entry(byte[] key, long number)
    {
        public byte[] Key => key;

        public long Number => number;

        public StoredItem Value { get; set; }

        public bool IsRemoved { get; set; }

        public Entry Copy() => new(key, number) { Value = Value };
    }

    /// <summary>Keys by their bytes.</summary>
    internal sealed class KeyComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static KeyComparer Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        // The hash of strings is made new for every process, so that nobody can choose keys that collide.
        public int GetHashCode(ReadOnlySpan<byte> alternate) =>
            (string.GetHashCode(MemoryMarshal.Cast<byte, char>(alternate)) * 31) + ((alternate.Length & 1) == 0 ? 0 : alternate[^1]);

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
