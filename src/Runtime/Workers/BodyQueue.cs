using System.Collections.Concurrent;

namespace ProcGen.Workers;

/// <summary>Where synchronous bodies and start-up methods run, in order.</summary>
internal interface IBodyQueue
{
    /// <summary>Adds work. Never runs it on the calling thread, which may be an I/O thread.</summary>
    void Post(Action work);
}

/// <summary>The worker's main thread: takes work as it comes, spins a little for the next and then sleeps.</summary>
internal sealed class MainThreadQueue : IBodyQueue
{
    // About 20 to 50 µs: what a parent needs that answers at once. Longer costs a core for nothing.
    private const int Spins = 30;

    private readonly ConcurrentQueue<Action> _work = new();
    private readonly SemaphoreSlim _wake = new(0);
    private int _sleeping;
    private volatile bool _completed;

    /// <inheritdoc/>
    public void Post(Action work)
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
    public void Run()
    {
        while (true)
        {
            if (TryTake(out Action? work))
            {
                work();
            }
            else if (_completed)
            {
                return;
            }
            else
            {
                Sleep();
            }
        }
    }

    private bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Action? work)
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
        Volatile.Write(ref _sleeping, 1);
        Interlocked.MemoryBarrier();
        if (_work.IsEmpty && !_completed)
        {
            _wake.Wait();
        }
        else if (Interlocked.Exchange(ref _sleeping, 0) == 0)
        {
            // Somebody saw the sleeper and released once.
            _wake.Wait();
        }
    }

    private void Wake()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _sleeping) == 1 && Interlocked.Exchange(ref _sleeping, 0) == 1)
        {
            _wake.Release();
        }
    }
}

/// <summary>The thread pool: for calls that run in the process they were made in.</summary>
internal sealed class ThreadPoolQueue : IBodyQueue
{
    /// <inheritdoc/>
    public void Post(Action work) => ThreadPool.UnsafeQueueUserWorkItem(static action => action(), work, preferLocal: false);
}
