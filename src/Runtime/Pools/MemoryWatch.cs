using ProcGen.Scheduling;

namespace ProcGen.Pools;

/// <summary>Looks at the memory of workers while they run calls that have a limit. Thread-safe.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(50);

    private readonly PoolEngine _engine;
    private readonly Lock _lock = new();
    private readonly List<(PoolCall Call, PoolWorker Worker)> _watched = [];
    private readonly Timer _timer;
    private bool _disposed;

    public MemoryWatch(PoolEngine engine)
    {
        _engine = engine;
        _timer = PoolEngine.NewTimer(static watch => ((MemoryWatch)watch!).Look(), this);
    }

    /// <summary>A call was sent to a worker.</summary>
    public void Watch(PoolCall call, PoolWorker worker)
    {
        if (call.MemoryLimit is null)
        {
            return;
        }

        lock (_lock)
        {
            _watched.Add((call, worker));
            if (_watched.Count == 1)
            {
                Schedule();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _timer.Dispose();
        }
    }

    private void Look()
    {
        (PoolCall Call, PoolWorker Worker)[] watched;
        lock (_lock)
        {
            // A stale look at a state that changes costs one sample more or less.
            _watched.RemoveAll(static w => w.Call.State == CallState.Done || w.Call.Worker != w.Worker.Scheduled);
            watched = [.. _watched];
        }

        foreach ((PoolCall call, PoolWorker worker) in watched)
        {
            if (call.State == CallState.Running && worker.SampleMemory() is { } used && used > call.MemoryLimit)
            {
                worker.MemoryFound = (used, call.MemoryLimit.Value);
                _engine.OnMemoryExceeded(worker);
            }
        }

        lock (_lock)
        {
            if (_watched.Count > 0)
            {
                Schedule();
            }
        }
    }

    private void Schedule()
    {
        if (!_disposed)
        {
            _timer.Change(s_interval, Timeout.InfiniteTimeSpan);
        }
    }
}
