namespace ProcGen.Scheduling;

/// <summary>
/// The calls that wait, by priority and then by sequence. An intrusive list per priority: adding, taking and removing cost the same however many wait.
/// </summary>
internal sealed class CallQueue
{
    // Highest priority first. Levels stay once they were used; programs use a handful.
    private readonly List<Level> _levels = [];

    /// <summary>How many calls wait, those in chunks included.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes of all calls that wait.</summary>
    public long Size { get; private set; }

    /// <summary>The call whose turn it is.</summary>
    public ScheduledCall? Head
    {
        get
        {
            if (Count > 0)
            {
                foreach (Level level in _levels)
                {
                    if (level.First is not null)
                    {
                        return level.First;
                    }
                }
            }

            return null;
        }
    }

    /// <summary>Adds a call behind all of its priority with a lower sequence. New calls have the highest sequence, returning ones usually the lowest.</summary>
    public void Add(ScheduledCall call)
    {
        Level level = GetLevel(call.Priority);
        call.Level = level;
        call.State = CallState.Queued;
        Count += call.Remaining;
        Size += call.Size;

        if (level.Last is null)
        {
            level.First = level.Last = call;
        }
        else if (level.Last.Sequence < call.Sequence)
        {
            call.Previous = level.Last;
            level.Last.Next = call;
            level.Last = call;
        }
        else
        {
            ScheduledCall next = level.First!;
            while (next.Sequence < call.Sequence)
            {
                next = next.Next!;
            }

            InsertBefore(next, call, level);
        }
    }

    public void Remove(ScheduledCall call)
    {
        Level level = call.Level!;
        if (call.Previous is null)
        {
            level.First = call.Next;
        }
        else
        {
            call.Previous.Next = call.Next;
        }

        if (call.Next is null)
        {
            level.Last = call.Previous;
        }
        else
        {
            call.Next.Previous = call.Previous;
        }

        call.Level = null;
        call.Previous = call.Next = null;
        Count -= call.Remaining;
        Size -= call.Size;
    }

    private static void InsertBefore(ScheduledCall next, ScheduledCall call, Level level)
    {
        call.Next = next;
        call.Previous = next.Previous;
        next.Previous = call;
        if (call.Previous is null)
        {
            level.First = call;
        }
        else
        {
            call.Previous.Next = call;
        }
    }

    private Level GetLevel(int priority)
    {
        int index = 0;
        while (index < _levels.Count && _levels[index].Priority >= priority)
        {
            if (_levels[index].Priority == priority)
            {
                return _levels[index];
            }

            index++;
        }

        var level = new Level(priority);
        _levels.Insert(index, level);
        return level;
    }

    /// <summary>The calls of one priority.</summary>
    internal sealed class Level(int priority)
    {
        public int Priority { get; } = priority;

        public ScheduledCall? First { get; set; }

        public ScheduledCall? Last { get; set; }
    }
}
