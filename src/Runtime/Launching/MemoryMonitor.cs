namespace ProcGen.Launching;

/// <summary>
/// Watches the private memory of workers while they run calls: one thread for all, which sleeps while nothing is watched. What grows faster than it looks is stopped
/// by the operating system's own limit.
/// </summary>
internal sealed class MemoryMonitor
{
    private readonly Lock _gate = new();
    private readonly List<Watch> _watches = [];
    private readonly SemaphoreSlim _wake = new(0);
    private readonly TimeSpan _interval;
    private bool _running;

    public MemoryMonitor(TimeSpan interval) => _interval = interval;

    /// <summary>The one that workers are watched with. A sample takes some microseconds.</summary>
    public static MemoryMonitor Shared { get; } = new(TimeSpan.FromMilliseconds(25));

    /// <summary>Watches a process until the returned object is disposed.</summary>
    /// <param name="process">The process.</param>
    /// <param name="limitBytes">The limit of <see cref="ChildProcess.SampleMemory"/>.</param>
    /// <param name="onExceeded">Called at most once, with what it held, on the monitor's thread: must not block. Never called after <see cref="IDisposable.Dispose"/> has returned, unless it is running then.</param>
    public IDisposable Start(ChildProcess process, long limitBytes, Action<long> onExceeded)
    {
        Watch watch = new(this, process, limitBytes, onExceeded);
        lock (_gate)
        {
            _watches.Add(watch);
            if (!_running)
            {
                _running = true;
                new Thread(Run, 256 * 1024) { IsBackground = true, Name = "ProcGen memory monitor" }.Start();
            }
            else if (_watches.Count == 1)
            {
                _wake.Release();
            }
        }

        return watch;
    }

    private void Run()
    {
        List<Watch> round = [];
        while (true)
        {
            round.Clear();
            lock (_gate)
            {
                round.AddRange(_watches);
            }

            if (round.Count == 0)
            {
                // Released by the next watch; a count left over costs one empty round.
                _wake.Wait();
                continue;
            }

            round.ForEach(static watch => watch.Check());
#pragma warning disable RS0030 // A thread of its own, with nothing else to do.
            Thread.Sleep(_interval);
#pragma warning restore RS0030
        }
    }

    private sealed class Watch(MemoryMonitor monitor, ChildProcess process, long limitBytes, Action<long> onExceeded) : IDisposable
    {
        private int _over;

        public void Check()
        {
            if (Volatile.Read(ref _over) == 0 && process.SampleMemory() is { } used && used > limitBytes && Interlocked.Exchange(ref _over, 1) == 0)
            {
                onExceeded(used);
            }
        }

        public void Dispose()
        {
            Volatile.Write(ref _over, 1);
            lock (monitor._gate)
            {
                monitor._watches.Remove(this);
            }
        }
    }
}
