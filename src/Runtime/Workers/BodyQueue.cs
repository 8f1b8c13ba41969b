using System.Collections.Concurrent;
using ProcGen.Transport;

namespace ProcGen.Workers;

/// <summary>Where synchronous bodies and start-up methods run, in order.</summary>
internal interface IBodyQueue
{
    /// <summary>Adds work. Never runs it on the calling thread, which may be an I/O thread.</summary>
    void Post(IThreadPoolWorkItem work);
}

/// <summary>Work that is no call.</summary>
internal sealed class BodyWork(Action action) : IThreadPoolWorkItem
{
    public void Execute() => action();
}

/// <summary>The worker's main thread: takes work as it comes, spins a little for the next and then sleeps. Where the carrier lets it, it takes the messages meanwhile.</summary>
internal sealed class MainThreadQueue : IBodyQueue, IWorkWaiter
{
    private const int Awake = 0;
    private const int Sleeping = 1;
    private const int SleepingInPump = 2;

    // About 20 to 50 µs: what a parent needs that answers at once. Longer costs a core for nothing.
    private const int Spins = 30;

    private readonly ConcurrentQueue<IThreadPoolWorkItem> _work = new();
    private readonly SemaphoreSlim _wake = new(0);
    private IWorkPump? _pump;
    private int _sleeping;
    private volatile bool _completed;

    /// <inheritdoc/>
    public void Post(IThreadPoolWorkItem work)
    {
        _work.Enqueue(work);
        Wake();
    }

    /// <summary>Ends <see cref="Run"/> after the work at hand.</summary>
    public void Complete()
    {
        _completed = true;
        Wake();
    }

    /// <summary>Runs the work on the calling thread until <see cref="Complete"/>.</summary>
    /// <param name="pump">Takes messages while there is no work; null where others do.</param>
    public void Run(IWorkPump? pump = null)
    {
        _pump = pump;
        while (true)
        {
            if (_work.TryDequeue(out IThreadPoolWorkItem? work))
            {
                work.Execute();
            }
            else if (_completed)
            {
                return;
            }
            else if (pump is null || !pump.TryPump(this))
            {
                // Others take the messages.
                if (TryTake(out work))
                {
                    work.Execute();
                }
                else
                {
                    Sleep();
                }
            }
        }
    }

    bool IWorkWaiter.HasWork => HasWork;

    bool IWorkWaiter.TryBeginSleep()
    {
        Volatile.Write(ref _sleeping, SleepingInPump);
        Interlocked.MemoryBarrier();
        if (!HasWork)
        {
            return true;
        }

        Volatile.Write(ref _sleeping, Awake);
        return false;
    }

    void IWorkWaiter.EndSleep() => Volatile.Write(ref _sleeping, Awake);

    private bool HasWork => !_work.IsEmpty || _completed;

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IThreadPoolWorkItem? work)
    {
        var spinner = default(SpinWait);
        for (int i = 0; i < Spins; i++)
        {
            if (_work.TryDequeue(out work))
            {
                return true;
            }

            spinner.SpinOnce(sleep1Threshold: -1);
        }

        return _work.TryDequeue(out work);
    }

    private void Sleep()
    {
        Volatile.Write(ref _sleeping, Sleeping);
        Interlocked.MemoryBarrier();
        if (!HasWork)
        {
            _wake.Wait();
        }
        else if (Interlocked.Exchange(ref _sleeping, Awake) == Awake)
        {
            // Somebody saw the sleeper and released once.
            _wake.Wait();
        }
    }

    private void Wake()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _sleeping) == Awake)
        {
            return;
        }

        switch (Interlocked.Exchange(ref _sleeping, Awake))
        {
            case Sleeping:
                _wake.Release();
                break;
            case SleepingInPump:
                _pump!.Wake();
                break;
        }
    }
}

/// <summary>The thread pool: for calls that run in the process they were made in.</summary>
internal sealed class ThreadPoolQueue : IBodyQueue
{
    /// <inheritdoc/>
    public void Post(IThreadPoolWorkItem work) => ThreadPool.UnsafeQueueUserWorkItem(work, preferLocal: false);
}
