using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace ProcGen.Managers;

/// <summary>Something in a manager that holds on to other objects of it.</summary>
internal interface IObjectHolder
{
    /// <summary>The ids of what it holds, as often as it holds them; it holds nothing afterwards.</summary>
    IEnumerable<ulong> TakeObjects();
}

/// <summary>
/// The objects of a manager, each with the number of its holders: proxies in other processes, and items of other objects. One without any is kept for a while, because its handle may be on its
/// way, and then let go. Thread-safe.
/// </summary>
internal sealed class ManagedObjects(TimeSpan releaseDelay) : IDisposable
{
    private readonly ConcurrentDictionary<ulong, Entry> _entries = new();
    private readonly ConditionalWeakTable<object, Entry> _exported = [];
    private readonly ConcurrentQueue<Entry> _unused = new();
    private readonly Lock _gate = new();
    private Timer? _sweeper;
    private long _lastId;

    public int Count => _entries.Count;

    /// <summary>Adds an object that somebody holds.</summary>
    public ulong Add(object target)
    {
        var entry = new Entry((ulong)Interlocked.Increment(ref _lastId), target) { Holders = 1 };
        _entries.TryAdd(entry.Id, entry);
        return entry.Id;
    }

    /// <summary>The id of an object of the application, which is added if it has none. Its handle is about to leave.</summary>
    public ulong Export(object target)
    {
        lock (_gate)
        {
            if (_exported.TryGetValue(target, out Entry? known) && TryHold(known))
            {
                Release(known.Id);
                return known.Id;
            }

            var entry = new Entry((ulong)Interlocked.Increment(ref _lastId), target) { Holders = 1 };
            _entries.TryAdd(entry.Id, entry);
            _exported.AddOrUpdate(target, entry);
            Release(entry.Id);
            return entry.Id;
        }
    }

    /// <summary>The object with this id.</summary>
    /// <exception cref="ManagerGoneException">It is not there any more.</exception>
    public object Get(ulong id) => _entries.TryGetValue(id, out Entry? entry) ? entry.Target : throw new ManagerGoneException(
        "The shared object was released in its manager: for a while no process had a proxy of it. Keep a proxy as long as the object is needed.");

    /// <summary>Adds a holder.</summary>
    /// <returns>False if the object is not there any more.</returns>
    public bool TryHold(ulong id) => _entries.TryGetValue(id, out Entry? entry) && TryHold(entry);

    /// <summary>Takes a holder away.</summary>
    public void Release(ulong id, int count = 1)
    {
        if (!_entries.TryGetValue(id, out Entry? entry))
        {
            return;
        }

        lock (entry)
        {
            entry.Holders -= count;
            if (entry.Holders > 0)
            {
                return;
            }

            entry.UnusedSince = Stopwatch.GetTimestamp();
        }

        _unused.Enqueue(entry);
        lock (_gate)
        {
            _sweeper ??= new Timer(static state => ((ManagedObjects)state!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _sweeper.Change(releaseDelay, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _sweeper?.Dispose();
        }
    }

    private static bool TryHold(Entry entry)
    {
        lock (entry)
        {
            if (entry.IsGone)
            {
                return false;
            }

            entry.Holders++;
            return true;
        }
    }

    private void Sweep()
    {
        bool any = false;
        for (int left = _unused.Count; left > 0 && _unused.TryDequeue(out Entry? entry); left--)
        {
            lock (entry)
            {
                if (entry.IsGone || entry.Holders > 0)
                {
                    continue;
                }

                if (Stopwatch.GetElapsedTime(entry.UnusedSince) < releaseDelay)
                {
                    _unused.Enqueue(entry);
                    any = true;
                    continue;
                }

                entry.IsGone = true;
            }

            _entries.TryRemove(entry.Id, out _);
            LetGo(entry.Target);
        }

        if (any)
        {
            lock (_gate)
            {
                _sweeper!.Change(releaseDelay, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void LetGo(object target)
    {
        if (target is IObjectHolder holder)
        {
            foreach (ulong held in holder.TakeObjects())
            {
                Release(held);
            }
        }
        else
        {
            _ = DisposeAsync(target);
        }
    }

    private static async Task DisposeAsync(object target)
    {
        try
        {
            if (target is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync().ConfigureAwait(false);
            }
            else
            {
                (target as IDisposable)?.Dispose();
            }
        }
        catch (Exception e)
        {
            // Nobody waits for it; the manager's owner sees its output.
            await Console.Error.WriteLineAsync($"A managed object of type '{target.GetType()}' threw when it was released: {e}").ConfigureAwait(false);
        }
    }

    private sealed class Entry(ulong id, object target)
    {
        public ulong Id => id;

        public object Target => target;

        public int Holders { get; set; }

        public bool IsGone { get; set; }

        public long UnusedSince { get; set; }
    }
}
