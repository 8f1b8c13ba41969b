using Microsoft.Win32.SafeHandles;

namespace ProcGen.Sharing;

/// <summary>
/// The root's book of shared objects: which there are, and what keeps each of them alive. That is processes (each counts its references; its death drops all of them), tickets (a handle on
/// its way) and containers (a handle in an item of a queue). An object that nothing keeps alive is freed at once. Thread-safe; knows no socket.
/// </summary>
internal sealed class ObjectRegistry
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Entry> _objects = [];
    private readonly Dictionary<ulong, Ticket> _tickets = [];
    private ulong _lastTicket;

    /// <summary>How long a ticket outlives the process that made it: the receiver may not have come to it yet.</summary>
    public static TimeSpan OrphanTime { get; } = TimeSpan.FromSeconds(60);

    /// <summary>How many objects there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _objects.Count;
            }
        }
    }

    /// <summary>Enters an object, to which the process has a reference then.</summary>
    /// <param name="member">The process.</param>
    /// <param name="id">The object.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="size">How many bytes.</param>
    /// <param name="descriptor">Its segment; the registry's from now on.</param>
    /// <returns>False if there is one with that id.</returns>
    public bool TryAdd(TreeMember member, Guid id, SharedKind kind, long size, SafeFileHandle descriptor)
    {
        lock (_gate)
        {
            if (!_objects.TryAdd(id, new Entry(descriptor, kind, size)))
            {
                return false;
            }

            AddReference(member, id, _objects[id]);
            return true;
        }
    }

    /// <summary>Adds a reference of a process; ticket and container give theirs up.</summary>
    /// <param name="member">The process.</param>
    /// <param name="id">The object.</param>
    /// <param name="ticket">The ticket; 0 for none.</param>
    /// <param name="container">The container; empty for none.</param>
    /// <param name="open">Given the segment's descriptor, which is valid until it returns.</param>
    /// <returns>False if the object is gone.</returns>
    public bool TryOpen(TreeMember member, Guid id, ulong ticket, Guid container, Action<OpenedSegment> open)
    {
        lock (_gate)
        {
            if (!_objects.TryGetValue(id, out Entry? entry))
            {
                return false;
            }

            open(new OpenedSegment(entry.Descriptor, entry.Kind, entry.Size));
            AddReference(member, id, entry);
            if (ticket != 0 && _tickets.TryGetValue(ticket, out Ticket lent) && lent.Id == id)
            {
                Remove(ticket, lent);
            }

            if (container != default)
            {
                Withdraw(id, entry, container);
            }

            return true;
        }
    }

    public void Release(TreeMember member, Guid id)
    {
        lock (_gate)
        {
            if (!member.References.TryGetValue(id, out int count))
            {
                return;
            }

            if (count > 1)
            {
                member.References[id] = count - 1;
                return;
            }

            member.References.Remove(id);
            Drop(id);
        }
    }

    /// <returns>0 if the object is gone.</returns>
    public ulong Lend(TreeMember member, Guid id)
    {
        lock (_gate)
        {
            if (!_objects.TryGetValue(id, out Entry? entry))
            {
                return 0;
            }

            entry.Holds++;
            ulong ticket = ++_lastTicket;
            _tickets.Add(ticket, new Ticket(id, member, long.MaxValue));
            member.Tickets.Add(ticket);
            return ticket;
        }
    }

    /// <returns>False if one of them is gone.</returns>
    public bool Deposit(Guid id, Guid container)
    {
        lock (_gate)
        {
            if (!_objects.TryGetValue(id, out Entry? entry) || !_objects.TryGetValue(container, out Entry? holder))
            {
                return false;
            }

            entry.Holds++;
            holder.Contents ??= [];
            holder.Contents[id] = holder.Contents.GetValueOrDefault(id) + 1;
            return true;
        }
    }

    /// <summary>A process is gone: all of its references end, its tickets some time later.</summary>
    /// <param name="member">The process.</param>
    /// <param name="now"><see cref="Environment.TickCount64"/>.</param>
    public void Remove(TreeMember member, long now)
    {
        lock (_gate)
        {
            foreach (ulong ticket in member.Tickets)
            {
                _tickets[ticket] = _tickets[ticket] with { Ends = now + (long)OrphanTime.TotalMilliseconds };
            }

            member.Tickets.Clear();
            Guid[] held = [.. member.References.Keys];
            member.References.Clear();
            foreach (Guid id in held)
            {
                Drop(id);
            }
        }
    }

    /// <summary>Ends the tickets whose makers are gone and whose time is up.</summary>
    /// <returns>When to come again; <see cref="long.MaxValue"/> for never.</returns>
    public long Expire(long now)
    {
        lock (_gate)
        {
            long next = long.MaxValue;
            foreach ((ulong number, Ticket ticket) in _tickets.ToArray())
            {
                if (ticket.Ends <= now)
                {
                    Remove(number, ticket);
                }
                else
                {
                    next = Math.Min(next, ticket.Ends);
                }
            }

            return next;
        }
    }

    private static void AddReference(TreeMember member, Guid id, Entry entry)
    {
        if (member.References.TryGetValue(id, out int count))
        {
            member.References[id] = count + 1;
        }
        else
        {
            member.References.Add(id, 1);
            entry.Holds++;
        }
    }

    private void Remove(ulong number, Ticket ticket)
    {
        _tickets.Remove(number);
        ticket.Maker.Tickets.Remove(number);
        Drop(ticket.Id);
    }

    private void Withdraw(Guid id, Entry entry, Guid container)
    {
        if (_objects.TryGetValue(container, out Entry? holder) && holder.Contents is { } contents && contents.TryGetValue(id, out int count))
        {
            if (count > 1)
            {
                contents[id] = count - 1;
            }
            else
            {
                contents.Remove(id);
            }

            // The opener's reference keeps it alive.
            entry.Holds--;
        }
    }

    /// <summary>Ends one hold; the last one frees the object, and what it contains loses a hold in its turn.</summary>
    private void Drop(Guid id, int holds = 1)
    {
        var pending = new Stack<(Guid Id, int Holds)>([(id, holds)]);
        while (pending.TryPop(out (Guid Id, int Holds) drop))
        {
            if (!_objects.TryGetValue(drop.Id, out Entry? entry) || (entry.Holds -= drop.Holds) > 0)
            {
                continue;
            }

            _objects.Remove(drop.Id);
            entry.Free();
            foreach ((Guid content, int count) in entry.Contents ?? [])
            {
                pending.Push((content, count));
            }
        }
    }

    private readonly record struct Ticket(Guid Id, TreeMember Maker, long Ends);

    private sealed class Entry(SafeFileHandle descriptor, SharedKind kind, long size)
    {
        public SafeFileHandle Descriptor => descriptor;

        public SharedKind Kind => kind;

        public long Size => size;

        /// <summary>Processes, tickets and items that keep it alive.</summary>
        public int Holds { get; set; }

        /// <summary>What lies in it, and how often.</summary>
        public Dictionary<Guid, int>? Contents { get; set; }

        /// <summary>
        /// Gives the memory back at once, although processes may have it mapped still: a mapping is only taken away when the garbage collector knows that nothing refers to it, and its pages read as
        /// zeros until then. So no use of a disposed object can end the process.
        /// </summary>
        public void Free()
        {
            _ = SharingCalls.Allocate(descriptor, SharingCalls.PunchHole | SharingCalls.KeepSize, 0, size);
            descriptor.Dispose();
        }
    }
}
