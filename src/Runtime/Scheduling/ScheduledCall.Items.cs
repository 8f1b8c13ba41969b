namespace ProcGen.Scheduling;

// A chunk: several calls, here called items, that wait and travel together. They run one after the other in one worker at a time, and each has an end of its own.
internal partial class ScheduledCall
{
    private List<int>? _endedItems;

    /// <summary>Whether it is a chunk.</summary>
    public bool IsChunk { get; set; }

    /// <summary>How many calls it has.</summary>
    public int Items { get; set; } = 1;

    /// <summary>Whether items that have not begun may leave a worker in which others have, and go to several workers.</summary>
    public bool IsDivisible { get; set; }

    /// <summary>How often each item may run again; <see cref="RetriesLeft"/> is that of the next one.</summary>
    public int Retries { get; set; }

    /// <summary>How many items, from the first, have their end.</summary>
    public int Done { get; internal set; }

    /// <summary>How many have not.</summary>
    public int Remaining => Items - Done;

    /// <summary>The first item that was given to its worker.</summary>
    public int SentStart { get; internal set; }

    /// <summary>The item behind the last one that was given to its worker.</summary>
    public int SentEnd { get; internal set; }

    /// <summary>The last item that has begun, as far as is known.</summary>
    public int Current { get; internal set; }

    /// <summary>Whether the first item without an end may have begun, in the worker it is in.</summary>
    internal bool IsHeadBegun => Done < Begun;

    /// <summary>How many items have begun, or may have.</summary>
    internal int Begun { get; set; }

    /// <summary>The item that ran too long, while <see cref="Interruption"/> says that one did.</summary>
    internal int InterruptedItem { get; set; }

    /// <summary>How many calls its worker still holds of it.</summary>
    internal int Held => IsChunk ? SentEnd - Done : 1;

    /// <summary>Leaves the last items to a new record, which may run elsewhere.</summary>
    /// <param name="count">How many, less than remain.</param>
    internal virtual ScheduledCall SplitOff(int count) => throw new InvalidOperationException("This call is not divisible.");

    internal int CountWithoutEnd() => Remaining - (_endedItems?.Count ?? 0);

    internal bool HasItemEnd(int item) => _endedItems?.Contains(item) == true;

    /// <summary>Remembers an item that got its end before those in front of it.</summary>
    internal void AddItemEnd(int item) => (_endedItems ??= []).Add(item);

    /// <summary>The next items have come back from their worker.</summary>
    /// <param name="count">How many.</param>
    /// <returns>How many of those had an end before.</returns>
    internal int Advance(int count)
    {
        int before = _endedItems?.Count ?? 0;
        Done += count;
        _endedItems?.RemoveAll(item => item < Done);
        RetriesLeft = Retries;
        return before - (_endedItems?.Count ?? 0);
    }

    /// <summary>No worker has it any more: goes on to the first item without an end.</summary>
    internal void SkipEnded()
    {
        while (_endedItems?.Remove(Done) == true)
        {
            Done++;
            RetriesLeft = Retries;
        }
    }
}
