using ProcGen.Scheduling;

namespace ProcGen.Tests.Scheduling;

/// <summary>One item of a chunk with a simulated body.</summary>
internal sealed class SimulatedItem
{
    public long Duration { get; init; } = 100;

    public bool KillsInItsBody { get; init; }

    public int Bodies { get; set; }

    /// <summary>When its body began last.</summary>
    public long BeganAt { get; set; }

    /// <summary>What the caller was told; null before that.</summary>
    public CallEnd? End { get; set; }

    public long EndedAt { get; set; }
}

/// <summary>A chunk of items, or the rest of one that others were split off from.</summary>
internal sealed class SimulatedChunk : SimulatedCall
{
    private readonly SimulatedItem[] _all;
    private readonly int _origin;

    public SimulatedChunk(SimulatedItem[] items, int retries = 0) : this(items, 0, items.Length, retries)
    {
    }

    private SimulatedChunk(SimulatedItem[] all, int origin, int count, int retries) : base(retries)
    {
        _all = all;
        _origin = origin;
        IsChunk = true;
        Items = count;
        Retries = retries;
    }

    /// <summary>Whether results leave the worker one by one: there is no memory that outlives it.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>The chunks that were split off from it.</summary>
    public List<SimulatedChunk> Parts { get; } = [];

    public SimulatedItem this[int item] => _all[_origin + item];

    internal override ScheduledCall SplitOff(int count)
    {
        Items -= count;
        var part = new SimulatedChunk(_all, _origin + Items, count, AllRetries)
        {
            IsPrivate = IsPrivate,
            Priority = Priority,
            ObservesCancellation = ObservesCancellation,
            Timeout = Timeout,
            KillGrace = KillGrace,
            QueueTimeout = QueueTimeout,
            IsDivisible = true,
            IsStartQuiet = IsStartQuiet,
            IsDeaf = IsDeaf,
            IsAccepted = true,
        };
        Parts.Add(part);
        return part;
    }
}
