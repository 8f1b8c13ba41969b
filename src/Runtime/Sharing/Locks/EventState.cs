namespace ProcGen.Sharing;

/// <summary>An event in shared memory: one word that is odd while it is set, and counts, so that who waited sees that it was set also when it is reset again at once.</summary>
internal sealed unsafe class EventState(SharedBlock block)
{
    public static long Size => 64;

    public uint* Word => (uint*)block.Address;

    public uint Seen => Volatile.Read(ref *Word);

    public bool IsSet => (Seen & 1) != 0;

    public void Set()
    {
        uint seen = Seen;
        while ((seen & 1) == 0)
        {
            uint found = Interlocked.CompareExchange(ref *Word, seen + 1, seen);
            if (found == seen)
            {
                FaultPoint.Pass();
                Futex.Wake(Word);
                break;
            }

            seen = found;
        }

        GC.KeepAlive(block);
    }

    public void Reset()
    {
        uint seen = Seen;
        while ((seen & 1) != 0)
        {
            uint found = Interlocked.CompareExchange(ref *Word, seen + 1, seen);
            if (found == seen)
            {
                break;
            }

            seen = found;
        }

        GC.KeepAlive(block);
    }
}

/// <summary>A wait for an event. It is over when the event is set, or was set since the wait began.</summary>
internal sealed unsafe class EventWait(EventState state) : SharedWait
{
    private readonly uint _first = state.Seen;

    public override bool Step(out SharedSleep sleep)
    {
        uint seen = state.Seen;

        // Set and killed before it could wake anybody: the sleepers look by themselves.
        sleep = SharedSleep.On(state.Word, seen, CheckTime);
        return (seen & 1) != 0 || seen != _first;
    }
}
