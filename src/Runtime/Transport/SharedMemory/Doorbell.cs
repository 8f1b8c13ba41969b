namespace ProcGen.Transport;

/// <summary>The thread that receives from all workers of this process which are connected by shared memory. At rest it sleeps, without any time-out.</summary>
/// <remarks>
/// It may also finish calls, and so run the user's code, where a pool allows that. In case that code does not come back soon, a second thread stands by: it looks every millisecond while such
/// calls come in, takes the first one's place if that is stuck, and what was left there goes to the thread pool.
/// </remarks>
internal sealed class Doorbell
{
    private const string ThreadName = "ProcGen doorbell";

    private static readonly Lazy<Doorbell> s_shared = new(static () => new Doorbell());
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(1);

    [ThreadStatic]
    private static DoorbellLoop? t_loop;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _standBy = new(0);
    private volatile ParentRingCarrier[] _carriers = [];
    private volatile DoorbellLoop _current = new();
    private bool _hasStandBy;

    // 1 while the thread that stands by looks.
    private int _watched;

    private Doorbell() => Start(_current, Run, ThreadName);

    /// <summary>The one of this process; it stays once there was a worker.</summary>
    /// <exception cref="IOException">The operating system gives no bell.</exception>
    public static Doorbell Shared => s_shared.Value;

    /// <summary>Rung by the workers, and by whoever has something for this thread.</summary>
    public EventBell Bell { get; } = new();

    /// <summary>Finishes an operation on the calling thread when it is through with the ring that it reads, if it is a thread of the doorbell.</summary>
    /// <param name="operation">The operation.</param>
    /// <returns>False on any other thread.</returns>
    public static bool TryFinishHere(IThreadPoolWorkItem operation)
    {
        if (t_loop is not { IsInUserCode: false } loop)
        {
            return false;
        }

        loop.Add(operation);
        return true;
    }

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

    private static void Start(DoorbellLoop loop, Action<DoorbellLoop> run, string name) => new Thread(() => run(loop)) { IsBackground = true, Name = name }.UnsafeStart();

    /// <summary>Looks at the rings until another thread does.</summary>
    private void Run(DoorbellLoop loop)
    {
        t_loop = loop;
        var spin = default(SpinBudget);
        while (true)
        {
            bool any = false;
            bool isNeeded = false;
            foreach (ParentRingCarrier carrier in _carriers)
            {
                any |= carrier.Poll();
                isNeeded |= !carrier.IsLookedAt;
                if (loop.HasInline)
                {
                    Watch();
                    if (!loop.TryRunInline())
                    {
                        // Somebody else does this by now, and sees what this thread had not come to.
                        return;
                    }
                }
            }

            if (any)
            {
                spin.Reset();
            }
            else if ((!isNeeded || !spin.TrySpin()) && AllWait())
            {
                loop.IsAsleep = true;
                Bell.Wait();
                loop.IsAsleep = false;
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

    /// <summary>Wakes the thread that stands by, if it sleeps; makes it, if there is none.</summary>
    private void Watch()
    {
        if (Interlocked.CompareExchange(ref _watched, 1, 0) != 0)
        {
            return;
        }

        if (_hasStandBy)
        {
            _standBy.Release();
        }
        else
        {
            _hasStandBy = true;
            Start(new DoorbellLoop(), StandBy, "ProcGen stand-by");
        }
    }

    private void StandBy(DoorbellLoop own)
    {
        DoorbellLoop current = _current;
        using var pause = new ManualResetEventSlim(false);
        while (true)
        {
            int turn = current.Turn;
            pause.Wait(s_patience);
            if (current.TryRelieve(turn))
            {
                break;
            }

            if (current.IsAsleep)
            {
                // From here on Watch wakes this thread. If the other one woke up just now, and found this one still looking, it goes on looking.
                Interlocked.Exchange(ref _watched, 0);
                if (current.IsAsleep || Interlocked.Exchange(ref _watched, 1) != 0)
                {
                    _standBy.Wait();
                }
            }
        }

        TakeOver(current, own);
    }

    private void TakeOver(DoorbellLoop stuck, DoorbellLoop own)
    {
        Thread.CurrentThread.Name = ThreadName;
        _current = own;
        _hasStandBy = false;
        Volatile.Write(ref _watched, 0);
        while (stuck.TryTake(out IThreadPoolWorkItem? left))
        {
            ThreadPool.UnsafeQueueUserWorkItem(left, preferLocal: false);
        }

        Run(own);
    }
}
