namespace ProcGen.Transport;

/// <summary>The thread that receives from all workers of this process which are connected by shared memory. At rest it sleeps, without any time-out.</summary>
internal sealed class Doorbell
{
    private static readonly Lazy<Doorbell> s_shared = new(static () => new Doorbell());

    private readonly Lock _gate = new();
    private volatile ParentRingCarrier[] _carriers = [];

    private Doorbell() => new Thread(Run) { IsBackground = true, Name = "ProcGen doorbell" }.Start();

    /// <summary>The one of this process; it stays once there was a worker.</summary>
    /// <exception cref="IOException">The operating system gives no bell.</exception>
    public static Doorbell Shared => s_shared.Value;

    /// <summary>Rung by the workers, and by whoever has something for this thread.</summary>
    public EventBell Bell { get; } = new();

    public void Add(ParentRingCarrier carrier)
    {
        lock (_gate)
        {
            _carriers = [.. _carriers, carrier];
        }

        // It may have sent something before it was known here, and then it saw nobody waiting.
        Bell.Ring();
    }

    public void Remove(ParentRingCarrier carrier)
    {
        lock (_gate)
        {
            _carriers = [.. _carriers.Where(other => other != carrier)];
        }
    }

    private void Run()
    {
        var spin = default(SpinBudget);
        while (true)
        {
            bool any = false;
            foreach (ParentRingCarrier carrier in _carriers)
            {
                any |= carrier.Poll();
            }

            if (any)
            {
                spin.Reset();
            }
            else if (!spin.TrySpin() && AllWait())
            {
                Bell.Wait();
                spin.Reset();
            }
        }
    }

    private bool AllWait()
    {
        bool all = true;
        foreach (ParentRingCarrier carrier in _carriers)
        {
            all &= carrier.TryWait();
        }

        return all;
    }
}
