namespace ProcGen.Scheduling;

/// <summary>Something that is looked at again at a certain time. It has one time at most; setting another moves it.</summary>
internal abstract class Deadline
{
    /// <summary>No time.</summary>
    public const long Never = long.MaxValue;

    /// <summary>The time in ticks of the scheduler's clock, or <see cref="Never"/>.</summary>
    public long Due { get; internal set; } = Never;

    /// <summary>The place in its <see cref="DeadlineHeap"/>, -1 where it is in none.</summary>
    internal int HeapIndex { get; set; } = -1;
}
